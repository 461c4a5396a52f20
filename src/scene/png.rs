//! Rasters as PNG (ISO/IEC 15948), small rather than clever: up to 256 colours are written
//! with a table, one byte a pixel, and nothing is compressed.

/// The bytes of a PNG file with `w x h` pixels, given as red, green, blue, opacity.
pub(super) fn encode(w: u32, h: u32, rgba: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let table = color_table(rgba);
    let mut header = Vec::with_capacity(13);
    header.extend_from_slice(&w.to_be_bytes());
    header.extend_from_slice(&h.to_be_bytes());
    let color_type = if table.is_some() { 3 } else { 6 };
    header.extend_from_slice(&[8, color_type, 0, 0, 0]);
    chunk(&mut file, *b"IHDR", &header);

    let mut rows = Vec::new();
    if let Some((colors, indices)) = table {
        let rgb: Vec<u8> = colors.iter().flat_map(|c| [c[0], c[1], c[2]]).collect();
        chunk(&mut file, *b"PLTE", &rgb);
        if colors.iter().any(|c| c[3] != 255) {
            let opacity: Vec<u8> = colors.iter().map(|c| c[3]).collect();
            chunk(&mut file, *b"tRNS", &opacity);
        }
        filtered(&mut rows, &indices, w as usize);
    } else {
        filtered(&mut rows, rgba, 4 * w as usize);
    }
    chunk(&mut file, *b"IDAT", &stored(&rows));
    chunk(&mut file, *b"IEND", &[]);
    file
}

/// The distinct colours in order of appearance and each pixel's index, when there are at
/// most 256.
fn color_table(rgba: &[u8]) -> Option<(Vec<[u8; 4]>, Vec<u8>)> {
    let mut colors: Vec<[u8; 4]> = Vec::new();
    let mut indices = Vec::with_capacity(rgba.len() / 4);
    for pixel in rgba.chunks_exact(4) {
        let last = indices.last().copied().map(usize::from);
        let known = last
            .filter(|&i| colors[i] == pixel)
            .or_else(|| colors.iter().position(|color| color == pixel));
        let index = if let Some(index) = known {
            index
        } else {
            if colors.len() == 256 {
                return None;
            }
            colors.push([pixel[0], pixel[1], pixel[2], pixel[3]]);
            colors.len() - 1
        };
        indices.push(index as u8);
    }
    Some((colors, indices))
}

/// The rows, each after the byte that says that it is not filtered.
fn filtered(out: &mut Vec<u8>, bytes: &[u8], row: usize) {
    for line in bytes.chunks_exact(row.max(1)) {
        out.push(0);
        out.extend_from_slice(line);
    }
}

/// A zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4).
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = bytes.chunks(0xFFFF).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        out.push(u8::from(blocks.peek().is_none()));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for &byte in bytes {
        a = (a + u32::from(byte)) % 65521;
        b = (b + a) % 65521;
    }
    out.extend_from_slice(&((b << 16) | a).to_be_bytes());
    out
}

fn chunk(file: &mut Vec<u8>, name: [u8; 4], body: &[u8]) {
    file.extend_from_slice(&(body.len() as u32).to_be_bytes());
    let start = file.len();
    file.extend_from_slice(&name);
    file.extend_from_slice(body);
    let crc = crc(&file[start..]);
    file.extend_from_slice(&crc.to_be_bytes());
}

/// CRC-32 with the polynomial of IEEE 802.3, bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for &byte in bytes {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}

/// Base 64 with padding (RFC 4648, section 4).
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |i: usize| u32::from(group.get(i).copied().unwrap_or(0));
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for i in 0..4 {
            if i <= group.len() {
                let letter = LETTERS[((bits >> (18 - 6 * i)) & 63) as usize];
                text.push(char::from(letter));
            } else {
                text.push('=');
            }
        }
    }
    text
}
