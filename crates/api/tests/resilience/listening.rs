//! A client of the stream that sees every byte, and that can stop reading or vanish.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::program::{BOUND, Program};

/// Little, so that a client that does not read is noticed soon. One that reads much is slow with it: the kernel waits
/// before it acknowledges so little.
const RECEIVE_BUFFER: u32 = 4096;

pub struct Listening {
    socket: TcpStream,
    heard: Vec<u8>,
}

impl Listening {
    /// Asks for the stream with this query and these lines of its head.
    pub async fn open(program: &Program, query: &str, head: &str) -> Self {
        Self::over(connect(program.address()).await, program, query, head).await
    }

    /// Asks for the stream as a browser does, which has room for what comes.
    pub async fn with_room(program: &Program) -> Self {
        let socket = TcpStream::connect(program.address()).await.unwrap();
        Self::over(socket, program, "", "").await
    }

    /// Asks over this connection, as one through a proxy.
    pub async fn over(mut socket: TcpStream, program: &Program, query: &str, head: &str) -> Self {
        let address = program.address();
        let request = format!("GET /api/ingresses/stream{query} HTTP/1.1\r\nHost: {address}\r\n{head}\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        Self { socket, heard: Vec::new() }
    }

    /// Reads until these words have come, and gives everything up to them.
    pub async fn until(&mut self, words: &str) -> String {
        timeout(BOUND, self.read_until(words)).await.unwrap_or_else(|_| panic!("{words} never comes"))
    }

    async fn read_until(&mut self, words: &str) -> String {
        let mut searched = 0_usize;
        loop {
            let from = searched.saturating_sub(words.len());
            let found = self.heard[from..].windows(words.len()).position(|part| part == words.as_bytes());
            if let Some(found) = found {
                let rest = self.heard.split_off(from + found + words.len());
                let heard = std::mem::replace(&mut self.heard, rest);
                return String::from_utf8(heard).unwrap();
            }
            searched = self.heard.len();
            assert!(self.socket.read_buf(&mut self.heard).await.unwrap() > 0, "it ended before {words}");
        }
    }

    /// Reads to the end.
    pub async fn rest(mut self) -> String {
        let reading = self.socket.read_to_end(&mut self.heard);
        timeout(BOUND, reading).await.expect("it ends").unwrap();
        String::from_utf8(self.heard).unwrap()
    }

    /// Vanishes as a client does whose process is killed with its socket full.
    pub fn vanish(self) {
        self.socket.set_zero_linger().unwrap();
    }
}

pub async fn connect(address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(RECEIVE_BUFFER).unwrap();
    socket.connect(address).await.unwrap()
}
