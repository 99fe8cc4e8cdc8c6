//! Files that are read again while the service runs: secrets are renewed and rights change without a restart.
//!
//! They are looked at every two seconds, whether or not the file system tells of changes: Kubernetes replaces a mounted
//! Secret by turning a link. What cannot be read or understood leaves in force what was read before.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;

use crate::text_file;

/// How often the files are looked at.
const EVERY: Duration = Duration::from_secs(2);

/// What files say; clones share it.
#[derive(Debug)]
pub struct Reread<T> {
    current: watch::Receiver<Arc<T>>,
    reading: Arc<AbortOnDropHandle<()>>,
}

impl<T> Clone for Reread<T> {
    fn clone(&self) -> Self {
        Self { current: self.current.clone(), reading: Arc::clone(&self.reading) }
    }
}

/// A file and the flag that names it.
#[derive(Debug, Clone)]
pub(crate) struct NamedFile {
    flag: &'static str,
    path: PathBuf,
}

impl NamedFile {
    pub(crate) fn new(flag: &'static str, path: &Path) -> Self {
        Self { flag, path: path.to_owned() }
    }

    /// A line about it.
    pub(crate) fn told(&self, problem: &str) -> String {
        format!("{} {:?}: {problem}", self.flag, self.path.to_string_lossy())
    }

    fn read(&self) -> Result<String, String> {
        text_file::read(&self.path).map_err(|problem| self.told(&problem))
    }
}

impl<T: Send + Sync + 'static> Reread<T> {
    /// Reads the file, and goes on to do so on the current tokio runtime. The words of `parse` are shown and logged:
    /// they repeat no secret.
    ///
    /// # Errors
    /// One line that names the flag, the file and what is wrong with it.
    pub fn open(
        flag: &'static str,
        path: &Path,
        parse: fn(&str) -> Result<T, String>,
    ) -> Result<Self, String> {
        let file = NamedFile::new(flag, path);
        let told = file.clone();
        Self::open_together([file], move |[text]| parse(text).map_err(|problem| told.told(&problem)))
    }

    /// The same with files that mean something together. `parse` names the file that it finds fault with.
    ///
    /// # Errors
    /// One line that names the flag, the file and what is wrong with it.
    pub(crate) fn open_together<const N: usize>(
        files: [NamedFile; N],
        parse: impl Fn([&str; N]) -> Result<T, String> + Send + Sync + 'static,
    ) -> Result<Self, String> {
        let texts = read_all(&files)?;
        let value = parse(texts.each_ref().map(String::as_str))?;
        let (sender, current) = watch::channel(Arc::new(value));
        let reading = tokio::spawn(read_again(files, parse, digest(&texts), sender));
        Ok(Self { current, reading: Arc::new(AbortOnDropHandle::new(reading)) })
    }

    /// What they say now.
    pub(crate) fn current(&self) -> Arc<T> {
        Arc::clone(&self.current.borrow())
    }

    /// Waits until they say something else than at this call.
    pub(crate) fn changed(&self) -> impl Future<Output = ()> + Send + use<T> {
        let mut current = self.current.clone();
        current.mark_unchanged();
        async move {
            if current.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}

async fn read_again<T: Send + Sync, const N: usize>(
    files: [NamedFile; N],
    parse: impl Fn([&str; N]) -> Result<T, String>,
    mut known: [u8; 32],
    current: watch::Sender<Arc<T>>,
) {
    let mut told = None;
    loop {
        tokio::time::sleep(EVERY).await;
        let reading = files.clone();
        let Ok(read) = tokio::task::spawn_blocking(move || read_all(&reading)).await else {
            continue;
        };
        let understood = read.and_then(|texts| {
            let digest = digest(&texts);
            let changed = digest != known;
            changed.then(|| Ok((digest, parse(texts.each_ref().map(String::as_str))?))).transpose()
        });
        match understood {
            Ok(None) => told = None,
            Ok(Some((digest, value))) => {
                (known, told) = (digest, None);
                current.send_replace(Arc::new(value));
                for file in &files {
                    tracing::info!("{}", file.told("read again, since it changed"));
                }
            }
            Err(problem) if told.as_ref() != Some(&problem) => {
                tracing::warn!("{problem}; what it said before stays in force");
                told = Some(problem);
            }
            Err(_) => {}
        }
    }
}

fn read_all<const N: usize>(files: &[NamedFile; N]) -> Result<[String; N], String> {
    let mut texts = [const { String::new() }; N];
    for (text, file) in texts.iter_mut().zip(files) {
        *text = file.read()?;
    }
    Ok(texts)
}

fn digest(texts: &[String]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update(Sha256::digest(text));
    }
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::NamedTempFile;

    fn temporary(content: &[u8]) -> NamedTempFile {
        let file = NamedTempFile::new().unwrap();
        std::fs::write(&file, content).unwrap();
        file
    }

    fn number(text: &str) -> Result<u32, String> {
        text.trim().parse().map_err(|_| "expected a number".to_owned())
    }

    #[tokio::test(start_paused = true)]
    async fn a_change_is_heard_of_and_a_mistake_changes_nothing() {
        let file = temporary(b"1");
        let reread = Reread::open("--number", file.path(), number).unwrap();
        assert_eq!(*reread.current(), 1);
        for (content, expected) in [(&b"2"[..], 2), (b"3\n", 3)] {
            let changed = reread.changed();
            std::fs::write(&file, content).unwrap();
            changed.await;
            assert_eq!(*reread.current(), expected);
        }
        let long = vec![b'5'; 2 << 20];
        for spoilt in [&b"four"[..], b"\xff", &long] {
            std::fs::write(&file, spoilt).unwrap();
            assert!(tokio::time::timeout(EVERY * 3, reread.changed()).await.is_err());
            assert_eq!(*reread.current(), 3);
        }
        std::fs::remove_file(&file).unwrap();
        assert!(tokio::time::timeout(EVERY * 3, reread.changed()).await.is_err());
        let changed = reread.changed();
        std::fs::write(&file, "6").unwrap();
        changed.await;
        assert_eq!(*reread.current(), 6);
    }

    #[tokio::test(start_paused = true)]
    async fn a_named_pipe_holds_nobody_up() {
        let file = temporary(b"1");
        let reread = Reread::open("--number", file.path(), number).unwrap();
        std::fs::remove_file(&file).unwrap();
        let status = std::process::Command::new("mkfifo").arg(file.path()).status().unwrap();
        assert!(status.success());
        let line = Reread::open("--number", file.path(), number).unwrap_err();
        assert!(line.ends_with("it is no regular file"), "{line}");
        assert!(tokio::time::timeout(EVERY * 3, reread.changed()).await.is_err());
        let changed = reread.changed();
        std::fs::remove_file(&file).unwrap();
        std::fs::write(&file, "2").unwrap();
        changed.await;
        assert_eq!(*reread.current(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn the_same_again_is_no_change() {
        let file = temporary(b"1");
        let reread = Reread::open("--number", file.path(), number).unwrap();
        std::fs::write(&file, "1").unwrap();
        assert!(tokio::time::timeout(EVERY * 3, reread.changed()).await.is_err());
    }

    #[tokio::test]
    async fn what_cannot_be_read_at_the_start_is_one_line_with_flag_and_file() {
        let file = temporary(b"one");
        for (path, expected) in [
            (file.path().to_owned(), "expected a number"),
            (PathBuf::from("/nonexistent"), "the file cannot be read: entity not found"),
            (std::env::temp_dir(), "the file cannot be read: is a directory"),
        ] {
            let line = Reread::open("--number", &path, number).unwrap_err();
            assert_eq!(line, format!("--number {path:?}: {expected}"));
        }
    }
}
