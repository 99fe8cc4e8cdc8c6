//! The page: `index.html`, made fit for the base path that the service lives under, and told which build it is.

use std::borrow::Cow;
use std::io::Write as _;

use actix_web::http::header::CONTENT_SECURITY_POLICY;
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::file::File;
use super::{PAGE, Source, policy};
use crate::cli::BasePath;

/// Where the page learns its build, by which it finds out later that the server has become another one.
const WITHOUT_BUILD: &str = "<meta name=\"build\" content=\"\">";

const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;

/// The page and its Content-Security-Policy.
#[derive(Debug, Clone)]
pub(super) struct Page {
    file: File,
    policy: String,
}

impl Page {
    pub(super) fn new(html: &[u8], build: &str, base_path: &BasePath, frame_ancestors: &str) -> Self {
        let html = with_base(&String::from_utf8_lossy(html), base_path);
        let html = with_build(&html, build);
        let policy = policy::for_page(&html, frame_ancestors);
        let content = html.into_bytes();
        let source = Source {
            brotli: brotli(&content).map(Cow::Owned),
            gzip: gzip(&content).map(Cow::Owned),
            content: Cow::Owned(content),
        };
        Self { file: File::new(PAGE, source), policy }
    }

    pub(super) fn answer(&self, request: &HttpRequest) -> HttpResponse {
        self.file.answer_with(request, |answer| {
            answer.insert_header((CONTENT_SECURITY_POLICY, self.policy.as_str()));
        })
    }
}

/// The page with the name of its build, which is made of letters, digits, `-` and `_`.
fn with_build(html: &str, build: &str) -> String {
    html.replacen(WITHOUT_BUILD, &format!("<meta name=\"build\" content=\"{build}\">"), 1)
}

/// The page with its one `<base>` pointing at the base path, so that its relative URLs hold at every depth.
fn with_base(html: &str, base_path: &BasePath) -> String {
    let base = format!("<base href=\"{base_path}\">");
    if let Some((before, rest)) = html.split_once("<base")
        && let Some((_, after)) = rest.split_once('>')
    {
        return format!("{before}{base}{after}");
    }
    match html.split_once("<head>") {
        Some((before, after)) => format!("{before}<head>{base}{after}"),
        None => format!("{base}{html}"),
    }
}

fn brotli(content: &[u8]) -> Option<Vec<u8>> {
    let mut writer =
        ::brotli::CompressorWriter::new(Vec::new(), content.len().max(1), BROTLI_QUALITY, BROTLI_WINDOW);
    writer.write_all(content).and_then(|()| writer.flush()).ok()?;
    Some(writer.into_inner())
}

fn gzip(content: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn based(html: &str) -> String {
        with_base(html, &"/dash/".parse().unwrap())
    }

    #[test]
    fn the_base_is_the_base_path() {
        let expected = "<html><head><base href=\"/dash/\"><title>t</title>";
        assert_eq!(based("<html><head><base href=\"./\"><title>t</title>"), expected);
        assert_eq!(based("<html><head><base data-x href=./ /><title>t</title>"), expected);
        assert_eq!(based("<html><head><title>t</title>"), expected);
    }

    #[test]
    fn the_page_learns_its_build() {
        let html = include_str!("../../../../frontend/index.html");
        assert!(with_build(html, "A-_9").contains("<meta name=\"build\" content=\"A-_9\">"));
        assert_eq!(with_build("<title>t</title>", "A"), "<title>t</title>");
    }

    #[test]
    fn what_is_compressed_can_be_read_again() {
        use std::io::Read as _;
        let html = "<p>hello</p>".repeat(100);
        let mut text = String::new();
        let packed = brotli(html.as_bytes()).unwrap();
        ::brotli::Decompressor::new(packed.as_slice(), 4096).read_to_string(&mut text).unwrap();
        assert_eq!(text, html);
        let mut text = String::new();
        let packed = gzip(html.as_bytes()).unwrap();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(text, html);
    }
}
