//! Decodes content codings (RFC 9110 §8.4.1) under the limit of size (SR-35).
//!
//! None is asked for. Some servers and gateways send one all the same, and what they carry has spent a code or a refresh token.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use zeroize::Zeroizing;

use super::body::append;
use crate::model::http::NetFailure;

/// More codings on top of each other than anybody uses.
const MOST_CODINGS: usize = 3;
/// How a gzip member starts (RFC 1952 §2.3.1). No text that is read here does.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Undoes the codings that `Content-Encoding` names, last one first, and gzip that no header names.
///
/// A coding that the body does not have is a header that a proxy has left behind, and one that is not known may be such a header
/// too: the body is taken as it is, and whoever reads it says whether it is a text.
///
/// # Errors
/// - [`NetFailure::TooLarge`]: what comes out is beyond `most` bytes.
/// - [`NetFailure::Broken`]: it ends before its end.
pub(super) fn undo(codings: &str, body: Zeroizing<Vec<u8>>, most: usize) -> Result<Zeroizing<Vec<u8>>, NetFailure> {
    let mut body = body;
    let named = codings.split(',').map(|coding| coding.trim().to_ascii_lowercase());
    let named: Vec<String> = named.filter(|coding| !coding.is_empty() && coding != "identity").collect();
    if named.len() > MOST_CODINGS {
        return Ok(body);
    }
    for coding in named.iter().rev() {
        body = match coding.as_str() {
            // Also where the header says otherwise: gzip tells itself apart.
            _ if body.starts_with(&GZIP) => unpack(MultiGzDecoder::new(body.as_slice()), most)?,
            "deflate" => undo_deflate(body, most)?,
            "br" => undo_brotli(body, most)?,
            _ => body,
        };
    }
    if body.starts_with(&GZIP) { unpack(MultiGzDecoder::new(body.as_slice()), most) } else { Ok(body) }
}

/// RFC 9110 §8.4.1.2 means the zlib format (RFC 1950); several servers send what is inside of it (RFC 1951).
fn undo_deflate(body: Zeroizing<Vec<u8>>, most: usize) -> Result<Zeroizing<Vec<u8>>, NetFailure> {
    let is_zlib = matches!(body.as_slice(), [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0);
    if is_zlib {
        return unpack(ZlibDecoder::new(body.as_slice()), most);
    }
    or_as_it_is(unpack(DeflateDecoder::new(body.as_slice()), most), body)
}

fn undo_brotli(body: Zeroizing<Vec<u8>>, most: usize) -> Result<Zeroizing<Vec<u8>>, NetFailure> {
    or_as_it_is(unpack(brotli_decompressor::Decompressor::new(body.as_slice(), 4096), most), body)
}

/// Neither format tells itself apart from a text: one that does not unpack and starts like an object is one.
fn or_as_it_is(
    unpacked: Result<Zeroizing<Vec<u8>>, NetFailure>,
    body: Zeroizing<Vec<u8>>,
) -> Result<Zeroizing<Vec<u8>>, NetFailure> {
    match unpacked {
        Err(NetFailure::Broken) if body.trim_ascii_start().starts_with(b"{") => Ok(body),
        unpacked => unpacked,
    }
}

/// Reads to the end or the limit. The buffer grows by moving, and each place that it leaves is wiped.
fn unpack(mut source: impl Read, most: usize) -> Result<Zeroizing<Vec<u8>>, NetFailure> {
    let mut out = Zeroizing::new(Vec::new());
    let mut chunk = Zeroizing::new([0; 4096]);
    loop {
        let read = source.read(chunk.as_mut_slice()).map_err(|_| NetFailure::Broken)?;
        if read == 0 {
            return Ok(out);
        }
        if out.len() + read > most {
            return Err(NetFailure::TooLarge);
        }
        append(&mut out, &chunk[..read], most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write as _;

    const TEXT: &[u8] = br#"{"access_token":"at"}"#;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn undone(codings: &str, body: Vec<u8>) -> Result<Vec<u8>, NetFailure> {
        undo(codings, Zeroizing::new(body), 4096).map(|body| body.to_vec())
    }

    #[test]
    fn each_coding_is_undone_and_a_header_that_lies_is_not_believed() {
        for (codings, body) in [
            ("", TEXT.to_vec()),
            ("", gzip(TEXT)),
            ("gzip", gzip(TEXT)),
            (" X-Gzip ", gzip(TEXT)),
            ("deflate", zlib(TEXT)),
            ("deflate", deflate(TEXT)),
            ("deflate", gzip(TEXT)),
            ("deflate, gzip", gzip(&zlib(TEXT))),
            ("identity,gzip", gzip(TEXT)),
            ("gzip", TEXT.to_vec()),
            ("deflate", TEXT.to_vec()),
            ("br", TEXT.to_vec()),
            ("aws-chunked", TEXT.to_vec()),
            ("gzip,gzip,gzip,gzip", TEXT.to_vec()),
        ] {
            assert_eq!(undone(codings, body).as_deref(), Ok(TEXT), "{codings}");
        }
    }

    #[test]
    fn what_comes_out_is_bounded_and_has_an_end() {
        let large = vec![b' '; 4097];
        for (codings, body) in
            [("gzip", gzip(&large)), ("deflate", zlib(&large)), ("deflate", deflate(&large)), ("", gzip(&large))]
        {
            assert_eq!(undone(codings, body), Err(NetFailure::TooLarge), "{codings}");
        }
        assert_eq!(undone("gzip, gzip", gzip(&gzip(&vec![b' '; 64 << 20]))), Err(NetFailure::TooLarge));
        let mut cut = gzip(TEXT);
        cut.truncate(cut.len() - 3);
        assert_eq!(undone("gzip", cut), Err(NetFailure::Broken));
        assert_eq!(undone("gzip", gzip(&vec![b' '; 4096])).map(|body| body.len()), Ok(4096));
    }
}
