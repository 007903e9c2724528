//! The plot, as SVG: by hand, so that its colours follow the reader's light or dark scheme. Whole
//! numbers only, so that it is the same everywhere.

use std::fmt::Write;

use crate::report::Outcome;

const SECONDS: u64 = 40;
const LEFT: u64 = 60;
const WIDTH: u64 = 640;
/// Top and height of the two panels: who is back, and what the server has to bear.
const BACK: (u64, u64) = (40, 240);
const LOAD: (u64, u64) = (340, 140);
const MOST_HANDSHAKES: u64 = 5000;

const STYLE: &str = "\
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.unit { text-anchor: end }
.at { text-anchor: middle }
.grid { stroke: #8c959f; stroke-opacity: .35 }
path { fill: none; stroke-width: 2 }
.lost { stroke: #0969da }
.away { stroke: #1a7f37 }
.fixed { stroke: #bc4c00; stroke-dasharray: 6 3 }
.doubled { stroke: #8250df; stroke-dasharray: 2 3 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .lost { stroke: #58a6ff }
  .away { stroke: #3fb950 }
  .fixed { stroke: #f0883e }
  .doubled { stroke: #bc8cff }
}
";

/// The plot of what became of each storm.
pub fn svg(outcomes: &[Outcome]) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 580\" role=\"img\">\n\
         <title>5,000 clients cut off at once, a server that takes 500 a second</title>\n",
    );
    let _ = write!(svg, "<style>\n{STYLE}</style>\n");
    axes(&mut svg, BACK, "clients that are ready again, %", &[0, 25, 50, 75, 100], 100);
    axes(
        &mut svg,
        LOAD,
        "handshakes in a second, the refused too",
        &[0, 2500, 5000],
        MOST_HANDSHAKES,
    );
    for Outcome { class, recovery, .. } in outcomes {
        let percents = (0..=100).map(|percent| {
            let at_ms = if percent == 0 { 0 } else { recovery.percentile(percent) };
            (at_ms, percent as u64)
        });
        let counts = recovery.handshakes_per_second();
        // Each second is a step.
        let steps = counts.iter().enumerate().flat_map(|(second, count)| {
            let (from_ms, count) = (second as u64 * 1000, *count as u64);
            [(from_ms, count), (from_ms + 1000, count)]
        });
        for points in [line(percents, BACK, 100), line(steps, LOAD, MOST_HANDSHAKES)] {
            let _ = writeln!(svg, "<path class=\"{class}\" d=\"{points}\"/>");
        }
    }
    legend(&mut svg, outcomes);
    svg.push_str("</svg>\n");
    svg
}

fn x(ms: u64) -> u64 {
    LEFT + ms * WIDTH / (SECONDS * 1000)
}

fn y((top, height): (u64, u64), value: u64, most: u64) -> u64 {
    top + height - value.min(most) * height / most
}

/// The points joined, up to the edge of the plot.
fn line(points: impl Iterator<Item = (u64, u64)>, panel: (u64, u64), most: u64) -> String {
    let mut text = String::new();
    for (ms, value) in points {
        if ms > SECONDS * 1000 {
            let _ = write!(text, "H{}", LEFT + WIDTH);
            break;
        }
        let command = if text.is_empty() { 'M' } else { 'L' };
        let _ = write!(text, "{command}{} {}", x(ms), y(panel, value, most));
    }
    text
}

fn axes(svg: &mut String, panel: (u64, u64), title: &str, values: &[u64], most: u64) {
    let (top, height) = panel;
    let _ = writeln!(svg, "<text class=\"title\" x=\"{LEFT}\" y=\"{}\">{title}</text>", top - 14);
    for value in values {
        let (left, right, y) = (LEFT, LEFT + WIDTH, y(panel, *value, most));
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{left} {y}H{right}\"/>\
             <text class=\"unit\" x=\"{}\" y=\"{}\">{value}</text>",
            left - 8,
            y + 4,
        );
    }
    for second in (0..=SECONDS).step_by(5) {
        let (x, y) = (x(second * 1000), top + height + 18);
        let unit = if second == SECONDS { " s" } else { "" };
        let _ = writeln!(svg, "<text class=\"at\" x=\"{x}\" y=\"{y}\">{second}{unit}</text>");
    }
}

fn legend(svg: &mut String, outcomes: &[Outcome]) {
    for (index, Outcome { name, class, .. }) in outcomes.iter().enumerate() {
        let (left, y) = (LEFT + index as u64 % 2 * 320, 535 + index as u64 / 2 * 26);
        let _ = writeln!(
            svg,
            "<path class=\"{class}\" d=\"M{left} {y}h32\"/><text x=\"{}\" y=\"{}\">{name}</text>",
            left + 42,
            y + 4,
        );
    }
}
