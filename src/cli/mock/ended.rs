//! What ends the server: Ctrl-C, whatever else asks a server to end, and the end of whoever started it.

use std::io::{self, Read};

use tokio::sync::oneshot;

/// Ready once the server is to end; with `with_stdin`, by the end of stdin too.
pub fn ended(with_stdin: bool) -> io::Result<impl Future<Output = ()>> {
    let signalled = signalled()?;
    let closed = with_stdin.then(end_of_stdin).transpose()?;
    Ok(async move {
        let closed = async {
            match closed {
                // The thread sends nothing: that it is gone is the message.
                Some(closed) => drop(closed.await),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = signalled => {}
            () = closed => {}
        }
    })
}

#[cfg(unix)]
fn signalled() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn signalled() -> io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}

/// Reads stdin to its end on a thread of its own, which does not keep the process: a pipe ends with
/// the last process that could write to it, however that ends.
fn end_of_stdin() -> io::Result<oneshot::Receiver<()>> {
    let (sender, receiver) = oneshot::channel();
    std::thread::Builder::new().name("stdin".to_owned()).spawn(move || {
        let mut ignored = [0; 1024];
        let mut stdin = io::stdin().lock();
        loop {
            match stdin.read(&mut ignored) {
                Ok(0) => break,
                Err(error) if error.kind() != io::ErrorKind::Interrupted => break,
                _ => {}
            }
        }
        drop(sender);
    })?;
    Ok(receiver)
}
