//! Tells the binary which commit it is built from, and compresses the files of the web app that it embeds.

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;

const WEB_APP: &str = "../../dist";
/// Files of these kinds are compressed already.
const INCOMPRESSIBLE: [&str; 7] = ["png", "jpg", "webp", "woff2", "ico", "br", "gz"];
const BROTLI_WINDOW: u32 = 22;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=KUBE_INGRESS_DASH_COMMIT");
    println!("cargo::rustc-env=COMMIT={}", commit());
    // Cargo takes a folder that does not exist for one that always changes.
    fs::create_dir_all(WEB_APP)?;
    println!("cargo::rerun-if-changed={WEB_APP}");
    let target = PathBuf::from(std::env::var("OUT_DIR")?).join("compressed");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    compress_folder(Path::new(WEB_APP), &target)
}

/// The commit that is given, else for a release the one that is checked out. Other builds change too often to follow.
fn commit() -> String {
    if let Ok(commit) = std::env::var("KUBE_INGRESS_DASH_COMMIT") {
        return commit;
    }
    if !is_release() {
        return "development".to_owned();
    }
    for file in ["HEAD", "logs/HEAD"] {
        let path = format!("../../.git/{file}");
        if Path::new(&path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    checked_out().unwrap_or_else(|| "unknown".to_owned())
}

fn is_release() -> bool {
    std::env::var("PROFILE").as_deref() == Ok("release")
}

fn checked_out() -> Option<String> {
    let output = Command::new("git").args(["rev-parse", "--short=12", "HEAD"]).output().ok()?;
    let commit = String::from_utf8(output.stdout).ok()?;
    Some(commit.trim().to_owned()).filter(|commit| output.status.success() && !commit.is_empty())
}

fn compress_folder(source: &Path, target: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(target)?;
    for entry in fs::read_dir(source)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_str().ok_or("a file of the web app has a name that is no text")?;
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            compress_folder(&entry.path(), &target.join(name))?;
        } else if !INCOMPRESSIBLE.iter().any(|kind| name.ends_with(&format!(".{kind}"))) {
            let content = fs::read(entry.path())?;
            fs::write(target.join(format!("{name}.br")), brotli(&content)?)?;
            fs::write(target.join(format!("{name}.gz")), gzip(&content)?)?;
        }
    }
    Ok(())
}

/// As well as possible for a release; other builds are not waited for so long.
fn brotli(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let buffer = content.len().max(1);
    let quality = if is_release() { 11 } else { 2 };
    let mut writer = brotli::CompressorWriter::new(Vec::new(), buffer, quality, BROTLI_WINDOW);
    writer.write_all(content)?;
    writer.flush()?;
    Ok(writer.into_inner())
}

fn gzip(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let level = if is_release() { Compression::best() } else { Compression::fast() };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    encoder.finish()
}
