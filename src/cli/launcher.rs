//! The npm package starts this command through a program in Node.js, which passes on the signals that it
//! hears. One that is killed hears none: then this process gets SIGTERM, as if it had.
//!
//! On Windows there is nothing to do: Node.js puts what it starts into a job that ends with it.

/// Says which process is the launcher.
#[cfg(unix)]
const STARTED_BY: &str = "REALTIME_LAUNCHER";

/// Ends this process when its launcher is gone, if it has one. Nothing tells when a parent ends that can be
/// asked on every Unix, and stdin is for frames: so the parent is looked at, twice a second.
#[cfg(unix)]
pub fn end_with_it() {
    use std::os::unix::process::parent_id;
    use std::time::Duration;

    use rustix::process::{Signal, getpid, kill_process};

    let named = std::env::var(STARTED_BY).ok().and_then(|it| it.parse::<u32>().ok());
    // What this process starts has the variable too, and another parent.
    let Some(launcher) = named.filter(|it| *it == parent_id()) else { return };
    let watch = move || {
        while parent_id() == launcher {
            std::thread::sleep(Duration::from_millis(500));
        }
        let _ = kill_process(getpid(), Signal::TERM);
    };
    // Without a thread it runs on, as it would have without a launcher.
    let _ = std::thread::Builder::new().name("launcher".to_owned()).spawn(watch);
}

#[cfg(not(unix))]
pub fn end_with_it() {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn it_goes_by_the_name_that_the_launcher_says() {
        let said = format!("const STARTED_BY = \"{STARTED_BY}\";");
        assert!(include_str!("../launcher/launch.js").contains(&said), "{said}");
    }
}
