//! Compressed zero bytes, made without a compressor: one deflate block of longest matches.

/// Most bytes that one deflate match can repeat (RFC 1951 §3.2.5).
const LONGEST_MATCH: u64 = 258;

/// A gzip file (RFC 1952) that unpacks to about `size` zero bytes, at 1 : 158.
pub(super) fn gzip_of_zeros(size: u64) -> Vec<u8> {
    let matches = size.saturating_sub(1) / LONGEST_MATCH;
    let unpacked = 1 + matches * LONGEST_MATCH;
    let mut out = Bits { bytes: vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], filled: 0 };
    out.push(1, 1); // last block
    out.push(0b01, 2); // fixed Huffman codes
    out.push_code(0b0011_0000, 8); // literal 0
    for _ in 0..matches {
        out.push_code(0b1100_0101, 8); // length code 285: 258 bytes
        out.push_code(0, 5); // distance code 0: one byte back
    }
    out.push_code(0, 7); // end of block
    let mut bytes = out.bytes;
    bytes.extend(crc32_of_zeros(unpacked).to_le_bytes());
    bytes.extend((unpacked as u32).to_le_bytes()); // length modulo 2^32, as the format wants
    bytes
}

struct Bits {
    bytes: Vec<u8>,
    /// Bits used in the last byte; 0 means that it is full.
    filled: u32,
}

impl Bits {
    /// Appends a number, least significant bit first.
    fn push(&mut self, value: u32, count: u32) {
        for bit in 0..count {
            if self.filled == 0 {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= (((value >> bit) & 1) as u8) << self.filled;
            }
            self.filled = (self.filled + 1) % 8;
        }
    }

    /// Appends a Huffman code, most significant bit first.
    fn push_code(&mut self, code: u32, count: u32) {
        for bit in (0..count).rev() {
            self.push(code >> bit & 1, 1);
        }
    }
}

/// CRC-32 of zero bytes, by repeated squaring of the step for one byte (a linear map over bits).
fn crc32_of_zeros(mut count: u64) -> u32 {
    let step_byte = |mut crc: u32| {
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
        crc
    };
    let mut step: Vec<u32> = (0..32).map(|bit| step_byte(1 << bit)).collect();
    let apply = |step: &[u32], value: u32| (0..32).filter(|bit| value >> bit & 1 == 1).fold(0, |sum, bit| sum ^ step[bit]);
    let mut crc = u32::MAX;
    while count > 0 {
        if count & 1 == 1 {
            crc = apply(&step, crc);
        }
        step = step.iter().map(|&column| apply(&step, column)).collect();
        count >>= 1;
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_of_zeros_is_the_published_one() {
        // CRC-32 of 4 and of 32 zero bytes.
        assert_eq!(crc32_of_zeros(4), 0x2144_df1c);
        assert_eq!(crc32_of_zeros(32), 0x190a_55ad);
    }

    #[test]
    fn a_bomb_is_much_smaller_than_its_content() {
        assert!(gzip_of_zeros(10 << 20).len() < 70_000);
    }
}
