//! Decodes content codings (RFC 9110 §8.4.1) under the limit of size (SR-35).
//!
//! None is asked for. Some servers and gateways send one all the same, and what they carry has spent a code or a refresh token.

use std::io::Read;

use flate2::bufread::GzDecoder;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use zeroize::Zeroizing;

use super::body::append;
use crate::model::http::NetFailure;

/// More codings on top of each other than anybody uses.
const MOST_CODINGS: usize = 3;
/// How a gzip member starts (RFC 1952 §2.3.1). No text that is read here does.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A body without its codings.
#[derive(Debug)]
pub(super) struct Undone {
    /// As far as it could be read.
    pub(super) body: Zeroizing<Vec<u8>>,
    /// Why there is no more: `TooLarge` beyond the limit, `Broken` where it ends before its end, or is damaged.
    pub(super) failure: Option<NetFailure>,
}

impl Undone {
    fn whole(body: Zeroizing<Vec<u8>>) -> Self {
        Undone { body, failure: None }
    }

    /// Undoes one coding more of what has been read.
    fn then(self, undo: impl FnOnce(Zeroizing<Vec<u8>>) -> Undone) -> Undone {
        let undone = undo(self.body);
        Undone { body: undone.body, failure: self.failure.or(undone.failure) }
    }
}

/// Undoes the codings that `Content-Encoding` names, last one first, and gzip that no header names.
///
/// A coding that the body does not have is a header that a proxy has left behind, and one that is not known may be such a header
/// too: the body is taken as it is, and whoever reads it says whether it is a text. What comes out has at most `most` bytes.
pub(super) fn undo(codings: &str, body: Zeroizing<Vec<u8>>, most: usize) -> Undone {
    let named = codings.split(',').map(|coding| coding.trim().to_ascii_lowercase());
    let named: Vec<String> = named.filter(|coding| !coding.is_empty() && coding != "identity").collect();
    if named.len() > MOST_CODINGS {
        return Undone::whole(body);
    }
    let mut undone = Undone::whole(body);
    for coding in named.iter().rev() {
        undone = undone.then(|body| match coding.as_str() {
            // Also where the header says otherwise: gzip tells itself apart.
            _ if body.starts_with(&GZIP) => undo_gzip(&body, most),
            "deflate" => undo_deflate(body, most),
            "br" => undo_brotli(body, most),
            _ => Undone::whole(body),
        });
    }
    undone.then(|body| if body.starts_with(&GZIP) { undo_gzip(&body, most) } else { Undone::whole(body) })
}

/// One member after the other (RFC 1952 §2.2). What follows and is none is passed over, as by every reader of such files: padding.
fn undo_gzip(body: &[u8], most: usize) -> Undone {
    let mut out = Zeroizing::new(Vec::new());
    let mut rest = body;
    while rest.starts_with(&GZIP) {
        let mut member = GzDecoder::new(rest);
        if let Some(failure) = unpack(&mut member, &mut out, most) {
            return Undone { body: out, failure: Some(failure) };
        }
        rest = member.into_inner();
    }
    Undone::whole(out)
}

/// RFC 9110 §8.4.1.2 means the zlib format (RFC 1950); several servers send what is inside of it (RFC 1951).
fn undo_deflate(body: Zeroizing<Vec<u8>>, most: usize) -> Undone {
    let is_zlib = matches!(body.as_slice(), [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0);
    if is_zlib {
        return unpacked(ZlibDecoder::new(body.as_slice()), most);
    }
    or_as_it_is(unpacked(DeflateDecoder::new(body.as_slice()), most), body)
}

fn undo_brotli(body: Zeroizing<Vec<u8>>, most: usize) -> Undone {
    or_as_it_is(unpacked(brotli_decompressor::Decompressor::new(body.as_slice(), 4096), most), body)
}

/// Neither format tells itself apart from a text: one that does not unpack and starts like an object is one.
fn or_as_it_is(undone: Undone, body: Zeroizing<Vec<u8>>) -> Undone {
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body).trim_ascii_start();
    let is_object = text.starts_with(b"{");
    if undone.failure == Some(NetFailure::Broken) && is_object { Undone::whole(body) } else { undone }
}

fn unpacked(mut source: impl Read, most: usize) -> Undone {
    let mut out = Zeroizing::new(Vec::new());
    let failure = unpack(&mut source, &mut out, most);
    Undone { body: out, failure }
}

/// Reads to the end or the limit. The buffer grows by moving, and each place that it leaves is wiped.
fn unpack(source: &mut impl Read, out: &mut Zeroizing<Vec<u8>>, most: usize) -> Option<NetFailure> {
    let mut chunk = Zeroizing::new([0; 4096]);
    loop {
        let Ok(read) = source.read(chunk.as_mut_slice()) else { return Some(NetFailure::Broken) };
        if read == 0 {
            return None;
        }
        let room = most - out.len();
        append(out, &chunk[..read.min(room)], most);
        if read > room {
            return Some(NetFailure::TooLarge);
        }
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
        let Undone { body, failure } = undo(codings, Zeroizing::new(body), 4096);
        failure.map_or(Ok(body.to_vec()), Err)
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
            ("gzip,gzip,gzip", gzip(&gzip(&gzip(TEXT)))),
            ("gzip,gzip,gzip,gzip", TEXT.to_vec()),
            ("UTF-8", TEXT.to_vec()),
            ("none", TEXT.to_vec()),
            ("gzip", [gzip(&TEXT[..7]), gzip(&TEXT[7..])].concat()),
            ("gzip", [gzip(TEXT), b"\r\n".to_vec()].concat()),
            ("", [gzip(TEXT), vec![0; 512]].concat()),
        ] {
            assert_eq!(undone(codings, body).as_deref(), Ok(TEXT), "{codings}");
        }
    }

    /// Nobody packs a token more often than that; whoever does wants this side to work.
    #[test]
    fn more_codings_than_a_few_are_not_undone() {
        let packed = gzip(&gzip(&gzip(&gzip(TEXT))));
        assert_eq!(undone("gzip,gzip,gzip,gzip", packed.clone()), Ok(packed));
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
        for (codings, body) in [("br", TEXT), ("deflate", TEXT)] {
            let marked = [b"\xef\xbb\xbf\n", body].concat();
            assert_eq!(undone(codings, marked.clone()), Ok(marked), "{codings}");
        }
        let mut cut = gzip(TEXT);
        cut.truncate(cut.len() - 3);
        assert_eq!(undone("gzip", cut), Err(NetFailure::Broken));
        assert_eq!(undone("gzip", gzip(&vec![b' '; 4096])).map(|body| body.len()), Ok(4096));
    }

    /// A refresh token may stand in it.
    #[test]
    fn of_what_ends_wrongly_as_much_is_read_as_there_is() {
        let mut damaged = gzip(TEXT);
        let end = damaged.len();
        damaged[end - 6] ^= 1;
        let padded = [TEXT, &[b' '; 64][..]].concat();
        let stored = |mut encoder: GzEncoder<Vec<u8>>| {
            encoder.write_all(&padded).unwrap();
            encoder.finish().unwrap()
        };
        let mut begun = stored(GzEncoder::new(Vec::new(), Compression::none()));
        begun.truncate(10 + 5 + TEXT.len() + 1);
        for body in [damaged, gzip(TEXT)[..gzip(TEXT).len() - 8].to_vec(), begun] {
            let Undone { body, failure } = undo("gzip", Zeroizing::new(body), 4096);
            assert_eq!(failure, Some(NetFailure::Broken));
            assert!(body.starts_with(TEXT), "{}", body.escape_ascii());
        }
        let Undone { body, failure } = undo("", Zeroizing::new(TEXT.to_vec()), 4096);
        assert_eq!((body.as_slice(), failure), (TEXT, None));
        let large = [TEXT, &[b' '; 4096][..]].concat();
        let Undone { body, failure } = undo("gzip", Zeroizing::new(gzip(&large)), 4096);
        assert_eq!((body.len(), failure), (4096, Some(NetFailure::TooLarge)));
        assert!(body.starts_with(TEXT));
    }
}
