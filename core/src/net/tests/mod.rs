//! The client against hostile servers on loopback. Times here are watchdogs: they turn a hang into a failure.

mod addresses;
mod cut;
mod exchange;
mod kept;
mod late;
mod options;
mod proxies;
mod tls;

use std::sync::Arc;
use std::time::Duration;

use super::testing::*;
use super::*;
use crate::model::http::ProxyFailure;

/// For exchanges that must not run out of time.
const AMPLE: Duration = Duration::from_secs(20);
/// For exchanges that must.
const SHORT: Duration = Duration::from_millis(200);

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
