//! The ways to compress, each at a level that is small for its time.
//!
//! Measured on 10,000 rows of the demo (12.8 MB) and on 10,000 of 3 hosts and 4 paths (17.5 MB), in MB and ms of one
//! core: zstd 3 1.53 and 39, 1.68 and 84; zstd 6 1.24 and 156, 1.42 and 367; gzip 4 1.45 and 181, 1.58 and 221; gzip 6
//! 1.35 and 360, 1.45 and 540; brotli 4 1.49 and 521, 1.72 and 580; brotli 5 1.73 and 656, 1.87 and 780.

use std::io;

use actix_web::http::header::ContentEncoding;
use brotli::CompressorWriter;
use bytes::Bytes;
use flate2::write::GzEncoder;
use zstd::stream::write::Encoder as ZstdEncoder;

use crate::stream::frame;

const ZSTD_LEVEL: i32 = 3;
const GZIP_LEVEL: u32 = 4;
const BROTLI_LEVEL: u32 = 4;
/// The window of brotli, as an exponent of 2: what every browser takes.
const BROTLI_WINDOW: u32 = 22;
const BROTLI_BUFFER: usize = 64 * 1024;

/// A content coding that makes bytes fewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Compression {
    Zstd,
    Gzip,
    Brotli,
}

impl Compression {
    /// All of them.
    #[cfg(test)]
    pub(super) const ALL: [Self; 3] = [Self::Zstd, Self::Gzip, Self::Brotli];

    /// The name in headers.
    pub(crate) fn content_encoding(self) -> ContentEncoding {
        match self {
            Self::Zstd => ContentEncoding::Zstd,
            Self::Gzip => ContentEncoding::Gzip,
            Self::Brotli => ContentEncoding::Brotli,
        }
    }

    /// Compresses all chunks as one body.
    pub(super) fn compress(self, chunks: impl Iterator<Item = Bytes>) -> io::Result<Bytes> {
        let body = match self {
            Self::Zstd => {
                let mut encoder = ZstdEncoder::new(Vec::new(), ZSTD_LEVEL)?;
                write_all(&mut encoder, chunks)?;
                encoder.finish()?
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::new(GZIP_LEVEL));
                write_all(&mut encoder, chunks)?;
                encoder.finish()?
            }
            Self::Brotli => {
                let mut encoder =
                    CompressorWriter::new(Vec::new(), BROTLI_BUFFER, BROTLI_LEVEL, BROTLI_WINDOW);
                write_all(&mut encoder, chunks)?;
                encoder.into_inner()
            }
        };
        Ok(frame::exact(body))
    }
}

fn write_all(encoder: &mut impl io::Write, chunks: impl Iterator<Item = Bytes>) -> io::Result<()> {
    for chunk in chunks {
        encoder.write_all(&chunk)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    fn decompress(compression: Compression, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        match compression {
            Compression::Zstd => out = zstd::decode_all(bytes).unwrap(),
            Compression::Gzip => {
                flate2::read::GzDecoder::new(bytes).read_to_end(&mut out).unwrap();
            }
            Compression::Brotli => {
                brotli::Decompressor::new(bytes, BROTLI_BUFFER).read_to_end(&mut out).unwrap();
            }
        }
        out
    }

    #[test]
    fn what_was_compressed_is_the_same_afterwards() {
        for compression in Compression::ALL {
            for count in [0, 1, 100_000] {
                let chunks =
                    || (0..count).map(|number| Bytes::from(format!("{{\"name\":\"web-{number}\"}}")));
                let compressed = compression.compress(chunks()).unwrap();
                let plain: Vec<u8> = chunks().flatten().collect();
                assert_eq!(decompress(compression, &compressed), plain, "{compression:?}");
                assert!(compressed.len() < plain.len().max(50), "{compression:?}");
            }
        }
    }
}
