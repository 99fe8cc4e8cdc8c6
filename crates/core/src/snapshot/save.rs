//! Saving a state: what Redis has is renewed, what it lacks is sent, and the manifest comes last.

use std::collections::HashSet;
use std::time::Duration;

use bytes::Bytes;

use super::manifest::{Listed, Manifest};
use super::{Saved, SnapshotError, Snapshots, aside, batches, chunk};
use crate::redis::milliseconds;

impl Snapshots {
    pub(super) async fn save_all(
        &self,
        name: &str,
        chunks: &[Bytes],
        keep: Duration,
    ) -> Result<Saved, SnapshotError> {
        let size = chunks.iter().fold(0_usize, |size, chunk| size.saturating_add(chunk.len()));
        if chunks.len() > self.limits.chunks || size > self.limits.bytes {
            return Err(SnapshotError::TooLarge);
        }
        let chunks = chunks.to_vec();
        let listed = aside(move || list(chunks)).await??;
        // A chunk gets its time before the manifest does, and must outlive it.
        let chunk_keep = milliseconds(keep.saturating_add(self.limits.time * 2));
        let distinct = unique(&listed);
        let missing = self.renew(&distinct, chunk_keep).await?;
        let bytes = self.send(&missing, chunk_keep).await?;

        let manifest = Manifest {
            keep: Duration::from_millis(milliseconds(keep)),
            chunks: listed.iter().map(|(listed, _)| *listed).collect(),
        };
        let key = self.manifest_key(name);
        self.redis.set(&key, &manifest.encode(&key)?, manifest.keep).await?;
        Ok(Saved { sent: missing.len(), renewed: distinct.len() - missing.len(), bytes })
    }

    /// Lets the chunks that Redis has live longer, and returns the others.
    async fn renew(&self, chunks: &[Content], keep: u64) -> Result<Vec<Content>, SnapshotError> {
        let mut missing = Vec::new();
        for batch in batches(chunks, |_| 0) {
            let mut commands = redis::pipe();
            for (listed, _) in batch {
                commands.cmd("PEXPIRE").arg(self.chunk_key(listed.digest)).arg(keep);
            }
            let had: Vec<bool> = self.redis.run(&commands).await?;
            missing.extend(batch.iter().zip(had).filter(|(_, had)| !had).map(|(chunk, _)| chunk.clone()));
        }
        Ok(missing)
    }

    /// Returns the number of bytes sent.
    async fn send(&self, chunks: &[Content], keep: u64) -> Result<usize, SnapshotError> {
        let mut sent = 0;
        for batch in batches(chunks, |(listed, _)| listed.len()) {
            let contents = batch.to_vec();
            let compressed = aside(move || {
                contents.iter().map(|(_, content)| chunk::compress(content)).collect::<Vec<_>>()
            });
            let mut commands = redis::pipe();
            for ((listed, _), compressed) in batch.iter().zip(compressed.await?) {
                sent += compressed.len();
                commands
                    .cmd("SET")
                    .arg(self.chunk_key(listed.digest))
                    .arg(compressed)
                    .arg("PX")
                    .arg(keep)
                    .ignore();
            }
            self.redis.run::<()>(&commands).await?;
        }
        Ok(sent)
    }
}

/// A chunk as it is listed, and its content.
type Content = (Listed, Bytes);

fn list(chunks: Vec<Bytes>) -> Result<Vec<Content>, SnapshotError> {
    chunks.into_iter().map(|content| Ok((Listed::of(&content)?, content))).collect()
}

fn unique(chunks: &[Content]) -> Vec<Content> {
    let mut seen = HashSet::new();
    chunks.iter().filter(|(listed, _)| seen.insert(listed.digest)).cloned().collect()
}
