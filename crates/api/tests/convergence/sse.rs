//! Server-Sent Events as text: bytes in whatever pieces they come, frames out.

/// The fields of one frame.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    pub retry: Option<u64>,
    pub id: Option<String>,
    pub event: Option<String>,
    pub data: Option<String>,
}

/// Collects bytes until they are a frame.
#[derive(Debug, Default)]
pub struct Frames {
    bytes: Vec<u8>,
}

impl Frames {
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole frame, or what is wrong with it: this server writes each field once and nothing else.
    pub fn next(&mut self) -> Result<Option<Frame>, String> {
        let Some(end) = self.bytes.windows(2).position(|pair| pair == b"\n\n") else {
            return Ok(None);
        };
        let rest = self.bytes.split_off(end + 2);
        let bytes = std::mem::replace(&mut self.bytes, rest);
        let text = String::from_utf8(bytes).map_err(|_| "a frame is not UTF-8".to_owned())?;
        read(text.trim_end_matches('\n')).map(Some)
    }
}

fn read(text: &str) -> Result<Frame, String> {
    let mut frame = Frame::default();
    for line in text.split('\n') {
        let Some((name, value)) = line.split_once(": ") else {
            return Err(format!("{line:?} is no field"));
        };
        let value = value.to_owned();
        let before = match name {
            "retry" => {
                let wait = value.parse().map_err(|_| format!("{line:?} is no number"))?;
                frame.retry.replace(wait).map(|wait| wait.to_string())
            }
            "id" => frame.id.replace(value),
            "event" => frame.event.replace(value),
            "data" => frame.data.replace(value),
            _ => return Err(format!("{line:?} is no field that is known")),
        };
        if before.is_some() {
            return Err(format!("the field {name} comes twice in one frame"));
        }
    }
    Ok(frame)
}

#[test]
fn frames_are_whole_however_their_bytes_come() {
    let text = "retry: 1500\n\nid: e1.7\nevent: reset\ndata: {\"reason\":\"ü\"}\n\n";
    let mut frames = Frames::default();
    let mut read = Vec::new();
    for byte in text.as_bytes() {
        frames.push(&[*byte]);
        read.extend(frames.next().unwrap());
    }
    let reset = Frame {
        retry: None,
        id: Some("e1.7".to_owned()),
        event: Some("reset".to_owned()),
        data: Some("{\"reason\":\"ü\"}".to_owned()),
    };
    assert_eq!(read, [Frame { retry: Some(1500), ..Frame::default() }, reset]);
}
