//! Flushing written files to the disk, several at once: thousands of small files, one after the other, would take
//! seconds of waiting for the disk.

use std::fs::File;
use std::io;
use std::sync::Mutex;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// How many files are flushed at once: a file system writes what waits together at one go, and more bring nothing.
const AT_ONCE: usize = 8;

/// How many files wait to be flushed before whoever writes waits too.
const WAITING: usize = 256;

/// Threads that flush files.
pub struct Flusher {
    queue: Option<SyncSender<File>>,
    threads: Vec<JoinHandle<io::Result<()>>>,
}

impl Flusher {
    /// Starts the threads.
    pub fn start() -> Self {
        let (queue, files) = sync_channel::<File>(WAITING);
        let files = std::sync::Arc::new(Mutex::new(files));
        let flush = || {
            let files = std::sync::Arc::clone(&files);
            thread::spawn(move || {
                let mut outcome = Ok(());
                loop {
                    // a thread that panicked while it held the lock has left the queue as it was
                    let next = files.lock().unwrap_or_else(std::sync::PoisonError::into_inner).recv();
                    let Ok(file) = next else { return outcome };
                    // after a failure the rest is taken off the queue, so that nobody waits for room in it
                    outcome = outcome.and_then(|()| file.sync_all());
                }
            })
        };
        let threads = (0..AT_ONCE).map(|_| flush()).collect();
        Self { queue: Some(queue), threads }
    }

    /// Has a file flushed; it is on the disk when [`finish`](Self::finish) says so.
    ///
    /// # Errors
    /// The threads are gone.
    pub fn flush(&self, file: File) -> io::Result<()> {
        let gone = || io::Error::other("nobody flushes files any more");
        self.queue.as_ref().ok_or_else(gone)?.send(file).map_err(|_| gone())
    }

    /// Waits until all files are on the disk.
    ///
    /// # Errors
    /// One of them is not.
    pub fn finish(&mut self) -> io::Result<()> {
        self.queue = None;
        let outcomes = self.threads.drain(..).map(|thread| {
            thread.join().unwrap_or_else(|_| Err(io::Error::other("a thread that flushes files ended early")))
        });
        outcomes.collect::<Vec<_>>().into_iter().collect()
    }
}

impl Drop for Flusher {
    /// Lets go of the files before the folder that they are in is cleared away.
    fn drop(&mut self) {
        let _ = self.finish();
    }
}
