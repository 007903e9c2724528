//! The figures that are published, as Markdown: which storms, and what is said of them.

use std::fmt::Write;

use crate::fleet::{Backoff, Recovery, Storm};

/// A storm of the report and how it ended.
pub struct Outcome {
    pub name: &'static str,
    /// The class of its line in the plot.
    pub class: &'static str,
    pub recovery: Recovery,
}

/// The limits of API Gateway: 500 new connections a second for an account.
const STORM: Storm = Storm {
    clients: 5000,
    code: 1006,
    admitted_per_second: 500,
    outage_ms: 0,
    backoff: Backoff::FullJitter,
    seed: 0,
};

/// How many seeds show what is chance.
const SEEDS: u64 = 20;

/// How long a server is gone, in milliseconds; and how many clients lose it.
const OUTAGES_MS: std::ops::RangeInclusive<u64> = 5_000..=30_000;
const CLIENTS_OF_AN_OUTAGE: usize = 200;

/// Everything that is measured.
pub struct Report {
    /// The storms of the plot, this client's first.
    pub outcomes: Vec<Outcome>,
    /// When 99 % were back after a close code, for each seed; sorted.
    pub by_seed: Vec<(u16, Vec<u64>)>,
    /// What a close code costs while the server takes everybody.
    pub undisturbed: Vec<(u16, Recovery)>,
    /// When clients were back after outages of all lengths, counted from the server's return; sorted.
    pub after_outages: Vec<u64>,
}

impl Report {
    pub fn measure() -> Self {
        let outcome = |name, class, code, backoff| {
            let recovery = Storm { code, backoff, ..STORM }.run();
            Outcome { name, class, recovery }
        };
        let by_seed = |code| {
            let back = |seed| Storm { code, seed, ..STORM }.run().percentile(99);
            let mut times: Vec<u64> = (0..SEEDS).map(back).collect();
            times.sort_unstable();
            (code, times)
        };
        let undisturbed = |code| {
            let storm = Storm { code, clients: 1000, admitted_per_second: usize::MAX, ..STORM };
            (code, storm.run())
        };
        Report {
            outcomes: vec![
                outcome("this client, after 1006", "lost", 1006, Backoff::FullJitter),
                outcome("this client, after 1001", "away", 1001, Backoff::FullJitter),
                outcome("fixed delay of 1 s", "fixed", 1006, Backoff::Fixed),
                outcome("doubled delay, no jitter", "doubled", 1006, Backoff::WithoutJitter),
            ],
            by_seed: [1006, 1001].map(by_seed).into(),
            undisturbed: [1006, 1000, 1001, 1012].map(undisturbed).into(),
            after_outages: after_outages(),
        }
    }

    /// The tables of the documentation.
    pub fn markdown(&self) -> String {
        let mut text = String::from(
            "| 5,000 clients | 50 % back | 99 % | 100 % | handshakes refused | busiest second |\n\
             |:--|--:|--:|--:|--:|--:|\n",
        );
        for Outcome { name, recovery, .. } in &self.outcomes {
            let [half, most, all] =
                [50, 99, 100].map(|percent| seconds(recovery.percentile(percent)));
            let busiest = recovery.handshakes_per_second().into_iter().max().unwrap_or(0);
            let refused = recovery.refused();
            let _ = writeln!(text, "| {name} | {half} | {most} | {all} | {refused} | {busiest} |");
        }
        text.push_str("\n| 99 % back, 20 seeds | least | median | most |\n|:--|--:|--:|--:|\n");
        for (code, times) in &self.by_seed {
            let [least, median, most] =
                [0, times.len() / 2, times.len() - 1].map(|at| seconds(times[at]));
            let _ = writeln!(text, "| after {code} | {least} | {median} | {most} |");
        }
        text.push_str("\n| 1,000 clients, nobody refused | mean | longest |\n|:--|--:|--:|\n");
        for (code, recovery) in &self.undisturbed {
            let (mean, longest) = (seconds(recovery.mean_ms()), seconds(recovery.percentile(100)));
            let _ = writeln!(text, "| after {code} | {mean} | {longest} |");
        }
        let times = &self.after_outages;
        let mean = times.iter().sum::<u64>() / times.len() as u64;
        let most = times[times.len() * 95 / 100];
        let _ = writeln!(
            text,
            "\n| back after the server, outages of 5 to 30 s | mean | 95th percentile |\n\
             |:--|--:|--:|\n| after 1006 | {} | {} |",
            seconds(mean),
            seconds(most)
        );
        text
    }
}

/// The server is gone for a while, a second longer each time, and takes everybody when it is back.
fn after_outages() -> Vec<u64> {
    let mut times = Vec::new();
    for outage_ms in OUTAGES_MS.step_by(1000) {
        let storm = Storm {
            clients: CLIENTS_OF_AN_OUTAGE,
            admitted_per_second: usize::MAX,
            outage_ms,
            seed: outage_ms,
            ..STORM
        };
        times.extend(storm.run().ready_ms.iter().map(|ms| ms - outage_ms));
    }
    times.sort_unstable();
    times
}

/// `19.38 s`.
fn seconds(ms: u64) -> String {
    format!("{}.{:02} s", ms / 1000, ms % 1000 / 10)
}
