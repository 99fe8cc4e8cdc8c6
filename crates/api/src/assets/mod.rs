//! The browser client's files, out of the binary.
//!
//! Files whose name holds a digest of their content never change and are kept by browsers for ever; everything else
//! is asked about each time. A file that is missing is a problem, never the page: a browser that asks for a script
//! of an older build must not be handed HTML.

mod embedded;
mod file;
mod page;
mod policy;

use std::borrow::Cow;
use std::collections::BTreeMap;

use actix_web::http::header::{ACCEPT, Accept, Header as _};
use actix_web::mime;
use actix_web::{HttpRequest, HttpResponse};

use crate::build_info;
use crate::cli::BasePath;
use crate::problem::Problem;
use file::File;
use page::Page;

const PAGE: &str = "index.html";

/// The files of one build, ready to be sent.
#[derive(Debug, Clone)]
pub struct Assets {
    prefix: String,
    page: Option<Page>,
    files: BTreeMap<String, File>,
}

/// A file as it comes out of the build: its bytes, and the same compressed where that is worth it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The file itself.
    pub content: Cow<'static, [u8]>,
    /// The file compressed with brotli.
    pub brotli: Option<Cow<'static, [u8]>>,
    /// The file compressed with gzip.
    pub gzip: Option<Cow<'static, [u8]>>,
}

impl Assets {
    /// The files that are part of the binary, for a service under `base_path` whose page may be framed by
    /// `frame_ancestors`.
    pub fn embedded(base_path: &BasePath, frame_ancestors: &str) -> Self {
        Self::new(embedded::sources(), base_path, frame_ancestors)
    }

    /// These files by their path below the base path; `index.html` is the page.
    pub fn new(mut sources: BTreeMap<String, Source>, base_path: &BasePath, frame_ancestors: &str) -> Self {
        let page = sources
            .remove(PAGE)
            .map(|source| Page::new(&source.content, &build_info::build(), base_path, frame_ancestors));
        let files = sources
            .into_iter()
            .map(|(path, source)| {
                let file = File::new(&path, source);
                (path, file)
            })
            .collect();
        Self { prefix: base_path.prefix().to_owned(), page, files }
    }

    /// Names this very build of the client; empty without one.
    pub fn build() -> &'static str {
        embedded::build()
    }

    pub(crate) fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, Problem> {
        let path = request.path().strip_prefix(&self.prefix).unwrap_or_default().trim_start_matches('/');
        if let Some(file) = self.files.get(path) {
            return Ok(file.answer(request));
        }
        let is_page = matches!(path, "" | PAGE) || (is_route(path) && accepts_html(request));
        match &self.page {
            Some(page) if is_page => Ok(page.answer(request)),
            None if is_page => Err(Problem::NoWebApp),
            _ => Err(Problem::NotFound),
        }
    }
}

/// Whether the client may draw the path itself: it does not look like a file.
fn is_route(path: &str) -> bool {
    !path.rsplit('/').next().unwrap_or(path).contains('.')
}

fn accepts_html(request: &HttpRequest) -> bool {
    request.headers().contains_key(ACCEPT)
        && Accept::parse(request)
            .is_ok_and(|accept| accept.ranked().iter().any(|range| range.essence_str() == mime::TEXT_HTML))
}
