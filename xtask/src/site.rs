//! A small static server for one's own machine: the page of `cargo xtask serve`, and the pages
//! under test.

use std::convert::Infallible;
use std::fs;
use std::future::ready;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION,
    X_CONTENT_TYPE_OPTIONS,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Response, StatusCode};
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use tokio::sync::oneshot;

/// Folders, each shown under a path.
#[derive(Debug, Default)]
pub struct Site {
    mounts: Vec<Mount>,
}

#[derive(Debug)]
struct Mount {
    path: String,
    folder: PathBuf,
    script: Option<String>,
}

/// The answer to one request, before it is written out.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    File(PathBuf, Option<String>),
    Redirect(String),
    Missing,
}

impl Site {
    /// Shows a folder under a path, which starts and ends with `/`. Of two paths that fit a
    /// request, the longer one answers.
    #[must_use]
    pub fn folder(mut self, path: &str, folder: impl Into<PathBuf>) -> Self {
        self.mount(path, folder.into(), None);
        self
    }

    /// Like [`Site::folder`], with a script put before everything else into each HTML page: a
    /// test that watches what a page does from its first moment.
    #[must_use]
    pub fn watched(mut self, path: &str, folder: impl Into<PathBuf>, script: &str) -> Self {
        self.mount(path, folder.into(), Some(script.to_owned()));
        self
    }

    fn mount(&mut self, path: &str, folder: PathBuf, script: Option<String>) {
        self.mounts.push(Mount {
            path: path.to_owned(),
            folder,
            script,
        });
        self.mounts
            .sort_by_key(|mount| std::cmp::Reverse(mount.path.len()));
    }

    /// Starts to serve on the loopback address. `port` 0 is any free port.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start(self, port: u16) -> Result<Serving> {
        let address = SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
        let listener =
            TcpListener::bind(address).with_context(|| format!("port {port} is not free"))?;
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()?;
        let (stop, stopped) = oneshot::channel();
        let site = Arc::new(self);
        let worker = thread::spawn(move || {
            runtime.spawn(site.accept(listener));
            // It ends when the sender is dropped, and all connections with it.
            drop(runtime.block_on(stopped));
        });
        Ok(Serving {
            address,
            stop: Some(stop),
            worker: Some(worker),
        })
    }

    /// Answers every connection in a task of its own: a browser keeps several open, idle ones
    /// too, and none may wait for another.
    async fn accept(self: Arc<Self>, listener: TcpListener) {
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
            return;
        };
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                continue;
            };
            let site = Arc::clone(&self);
            let answer = service_fn(move |request: hyper::Request<_>| {
                let path = request
                    .uri()
                    .path_and_query()
                    .map_or("", |path| path.as_str());
                ready(Ok::<_, Infallible>(site.answer(request.method(), path)))
            });
            let connection = http1::Builder::new()
                .title_case_headers(true)
                .serve_connection(TokioIo::new(stream), answer);
            // A visitor who leaves before the answer is no failure of the server.
            tokio::spawn(async { drop(connection.await) });
        }
    }

    fn answer(&self, method: &Method, url: &str) -> Response<Full<Bytes>> {
        if ![Method::GET, Method::HEAD].contains(method) {
            return plain(StatusCode::METHOD_NOT_ALLOWED, "GET only");
        }
        let mut response = match self.find(url) {
            Answer::File(path, script) => {
                let Ok(mut bytes) = fs::read(&path) else {
                    return plain(StatusCode::NOT_FOUND, "Not found");
                };
                let kind = mime(&path);
                if let (Some(script), "text/html; charset=utf-8") = (script, kind) {
                    bytes = with_script(&bytes, &script);
                }
                let mut response = Response::new(Full::from(bytes));
                response
                    .headers_mut()
                    .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
                response
            }
            Answer::Redirect(to) => {
                let mut response = plain(StatusCode::MOVED_PERMANENTLY, "");
                if let Ok(to) = HeaderValue::from_str(&to) {
                    response.headers_mut().insert(LOCATION, to);
                }
                response
            }
            Answer::Missing => plain(StatusCode::NOT_FOUND, "Not found"),
        };
        for (name, value) in [
            // Always the files as they are now, never a browser's old copy.
            (CACHE_CONTROL, "no-store"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            // A sandboxed frame has an origin of its own and must load the module.
            (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        ] {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
        response
    }

    /// The file for a request's path and query. Only files inside a mounted folder are found.
    fn find(&self, url: &str) -> Answer {
        let raw = url.split(['?', '#']).next().unwrap_or_default();
        let Ok(path) = percent_decode_str(raw).decode_utf8() else {
            return Answer::Missing;
        };
        let Some((mount, rest)) = self
            .mounts
            .iter()
            .find_map(|mount| Some((mount, path.strip_prefix(&mount.path)?)))
        else {
            return Answer::Missing;
        };
        if !rest.split('/').all(is_plain_name) {
            return Answer::Missing;
        }
        let file = mount.folder.join(rest);
        if file.is_dir() && !raw.ends_with('/') {
            return Answer::Redirect(format!("{raw}/"));
        }
        let file = if file.is_dir() {
            file.join("index.html")
        } else {
            file
        };
        // A symbolic link must not lead out of the folder either.
        let inside = match (file.canonicalize(), mount.folder.canonicalize()) {
            (Ok(file), Ok(folder)) => file.starts_with(folder),
            _ => false,
        };
        if inside && file.is_file() {
            Answer::File(file, mount.script.clone())
        } else {
            Answer::Missing
        }
    }
}

/// A server at work; it ends when this is dropped.
#[derive(Debug)]
pub struct Serving {
    address: SocketAddr,
    stop: Option<oneshot::Sender<Infallible>>,
    worker: Option<JoinHandle<()>>,
}

impl Serving {
    /// The address of its root, without a slash at the end.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves until the process is ended.
    pub fn forever(mut self) {
        if let Some(worker) = self.worker.take() {
            drop(worker.join());
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(worker) = self.worker.take() {
            drop(worker.join());
        }
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(text));
    *response.status_mut() = status;
    response
}

fn is_plain_name(name: &str) -> bool {
    name != "." && name != ".." && !name.contains(['\\', ':', '\0'])
}

fn with_script(html: &[u8], script: &str) -> Vec<u8> {
    let html = String::from_utf8_lossy(html);
    let tag = format!("<head><script src=\"{script}\"></script>");
    html.replacen("<head>", &tag, 1).into_bytes()
}

/// The media type by the file's extension.
fn mime(path: &Path) -> &'static str {
    let extension = path.extension().and_then(|extension| extension.to_str());
    match extension.unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "md" | "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::fs;
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::path::PathBuf;

    use super::{Answer, Site};

    /// A folder `site` with two files, and a secret beside it.
    fn site(name: &str) -> (PathBuf, Site) {
        let parent = env::temp_dir().join(format!("glassnet-{name}-{}", std::process::id()));
        let folder = parent.join("site");
        fs::create_dir_all(folder.join("sub")).unwrap();
        fs::write(parent.join("secret.txt"), "secret").unwrap();
        fs::write(folder.join("index.html"), "<html><head></head></html>").unwrap();
        fs::write(folder.join("sub/a.wasm"), "wasm").unwrap();
        let site = Site::default()
            .folder("/", &folder)
            .watched("/watched/", &folder, "/watch.js");
        (parent, site)
    }

    #[test]
    fn files_are_found_under_their_path() {
        let (parent, site) = site("found");
        let folder = parent.join("site");
        let file = |name: &str| Answer::File(folder.join(name), None);
        assert_eq!(site.find("/"), file("index.html"));
        assert_eq!(site.find("/?lecture#v=1"), file("index.html"));
        assert_eq!(site.find("/sub/a%2Ewasm"), file("sub/a.wasm"));
        assert_eq!(site.find("/sub"), Answer::Redirect("/sub/".to_owned()));
        assert_eq!(site.find("/sub/"), Answer::Missing);
        assert_eq!(
            site.find("/watched/"),
            Answer::File(folder.join("index.html"), Some("/watch.js".to_owned()))
        );
        fs::remove_dir_all(parent).unwrap();
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let (parent, site) = site("out");
        let absolute = format!("/{}", parent.join("secret.txt").display());
        let paths = [
            "/../secret.txt",
            "/sub/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/watched/../../secret.txt",
            "/..\\secret.txt",
            "/%ff",
            "/\0",
            "/C:/secret.txt",
            "//etc/passwd",
            &absolute,
        ];
        for path in paths {
            assert_eq!(site.find(path), Answer::Missing, "{path}");
        }
        #[cfg(unix)]
        {
            let link = parent.join("site/link.txt");
            std::os::unix::fs::symlink(parent.join("secret.txt"), link).unwrap();
            assert_eq!(site.find("/link.txt"), Answer::Missing);
        }
        fs::remove_dir_all(parent).unwrap();
    }

    #[test]
    fn connections_that_say_nothing_keep_nobody_waiting() {
        let (parent, site) = site("idle");
        let serving = site.start(0).unwrap();
        let connect = || TcpStream::connect(serving.address).unwrap();
        let idle: Vec<TcpStream> = (0..40).map(|_| connect()).collect();
        let mut streams: Vec<TcpStream> = (0..40).map(|_| connect()).collect();
        for stream in &mut streams {
            let patience = std::time::Duration::from_secs(20);
            stream.set_read_timeout(Some(patience)).unwrap();
            write!(stream, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
        }
        for stream in &mut streams {
            let mut start = [0; 12];
            stream.read_exact(&mut start).unwrap();
            assert_eq!(&start, b"HTTP/1.1 200");
        }
        drop(idle);
        fs::remove_dir_all(parent).unwrap();
    }

    #[test]
    fn a_module_is_served_to_any_origin_with_its_type() {
        let (parent, site) = site("served");
        let serving = site.start(0).unwrap();
        let ask = |request: &str| {
            let mut stream = TcpStream::connect(serving.address).unwrap();
            write!(
                stream,
                "{request} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            )
            .unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        };
        let answer = ask("GET /sub/a.wasm");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        for line in [
            "Content-Type: application/wasm",
            "Access-Control-Allow-Origin: *",
        ] {
            assert!(answer.contains(line), "{answer}");
        }
        assert!(answer.ends_with("\r\n\r\nwasm"), "{answer}");
        let watched = ask("GET /watched/");
        assert!(watched.contains("<head><script src=\"/watch.js\"></script></head>"));
        assert!(ask("GET /nothing").starts_with("HTTP/1.1 404"));
        assert!(ask("POST /").starts_with("HTTP/1.1 405"));
        drop(serving);
        fs::remove_dir_all(parent).unwrap();
    }
}
