//! Loading a state: all of it or nothing.

use bytes::Bytes;
use redis::RedisResult;

use super::manifest::{Listed, Manifest};
use super::{Snapshot, SnapshotError, Snapshots, aside, batches, chunk};

impl Snapshots {
    pub(super) async fn load_all(&self, name: &str) -> Result<Option<Snapshot>, SnapshotError> {
        self.redis.settled().await;
        let key = self.manifest_key(name);
        let Some(held) = self.redis.get(&key, Manifest::largest(self.limits)).await? else { return Ok(None) };
        let manifest = Manifest::decode(&key, held.bytes).ok_or(SnapshotError::Damaged)?;
        let size = manifest.chunks.iter().fold(0_usize, |size, chunk| size.saturating_add(chunk.len()));
        if manifest.chunks.len() > self.limits.chunks || size > self.limits.bytes {
            return Err(SnapshotError::TooLarge);
        }
        // Somebody else gave it no end, or a later one.
        let remaining = held.remaining.ok_or(SnapshotError::Damaged)?;
        let age = manifest.keep.checked_sub(remaining).ok_or(SnapshotError::Damaged)?;

        let mut chunks = Vec::with_capacity(manifest.chunks.len());
        for batch in batches(&manifest.chunks, |listed| listed.len()) {
            chunks.extend(self.fetch(batch).await?);
        }
        Ok(Some(Snapshot { chunks, age }))
    }

    async fn fetch(&self, listed: &[Listed]) -> Result<Vec<Bytes>, SnapshotError> {
        let mut commands = redis::pipe();
        // What cannot be read is as good as damaged.
        commands.ignore_errors();
        for chunk in listed {
            // Bounded, whatever somebody may have put there.
            let last = chunk::largest_compressed(chunk.len());
            commands.cmd("GETRANGE").arg(self.chunk_key(chunk.digest)).arg(0).arg(last);
        }
        let compressed: Vec<RedisResult<Vec<u8>>> = self.redis.run(&commands).await?;
        let expected = listed.to_vec();
        let contents = aside(move || {
            let chunks = expected.iter().zip(compressed);
            let whole =
                chunks.map(|(chunk, bytes)| chunk::decompress(&bytes.ok()?, chunk.len(), chunk.digest));
            whole.collect::<Vec<_>>()
        });
        let contents = contents.await?;
        let damaged = || listed.iter().zip(&contents).filter(|(_, content)| content.is_none());
        if damaged().next().is_some() {
            // Saving would take it for whole, and let it live longer for ever.
            let mut commands = redis::pipe();
            for (chunk, _) in damaged() {
                commands.cmd("DEL").arg(self.chunk_key(chunk.digest)).ignore();
            }
            self.redis.run::<()>(&commands).await?;
        }
        contents.into_iter().collect::<Option<_>>().ok_or(SnapshotError::Damaged)
    }
}
