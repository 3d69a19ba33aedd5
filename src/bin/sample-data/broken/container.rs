//! A workbook behind a password: the container that Office puts around the encrypted bytes ([MS-CFB]).
//!
//! Its streams have the right names and hold no secret: nothing in it can be decrypted.

use crate::random::Random;

const SECTOR: usize = 512;
/// Sectors of each stream: 4096 bytes, the least that stands in sectors of its own.
const LENGTH: u32 = 8;
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
const TABLE: u32 = 0xFFFF_FFFD;

/// The container.
pub fn locked(_: Vec<u8>) -> Vec<u8> {
    let mut bytes = header();
    bytes.extend(allocation());
    for (name, kind, links, start) in [
        ("Root Entry", 5_u8, [FREE, FREE, 1], END),
        ("EncryptionInfo", 2, [FREE, 2, FREE], 2),
        ("EncryptedPackage", 2, [FREE, FREE, FREE], 2 + LENGTH),
    ] {
        bytes.extend(entry(name, kind, links, start));
    }
    bytes.resize(3 * SECTOR, 0);
    let mut random = Random::stream(1, "locked", 0);
    for _ in 0..2 * LENGTH as usize * SECTOR {
        bytes.push(u8::try_from(random.below(256)).unwrap_or(0));
    }
    bytes
}

fn header() -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(24, 0);
    for half in [0x3E_u16, 3, 0xFFFE, 9, 6] {
        bytes.extend(half.to_le_bytes());
    }
    bytes.resize(44, 0);
    // one sector of the allocation table, the directory in sector 1, small streams below 4096 bytes: none
    for word in [1_u32, 1, 0, 4096, END, 0, END, 0, 0] {
        bytes.extend(word.to_le_bytes());
    }
    while bytes.len() < SECTOR {
        bytes.extend(FREE.to_le_bytes());
    }
    bytes
}

fn allocation() -> Vec<u8> {
    let mut next = vec![TABLE, END];
    for stream in 0..2 {
        let start = 2 + stream * LENGTH;
        next.extend((start + 1..start + LENGTH).chain([END]));
    }
    next.resize(SECTOR / 4, FREE);
    next.into_iter().flat_map(u32::to_le_bytes).collect()
}

fn entry(name: &str, kind: u8, links: [u32; 3], start: u32) -> Vec<u8> {
    let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(bytes.len() + 2).unwrap_or(0);
    bytes.resize(64, 0);
    bytes.extend(length.to_le_bytes());
    bytes.extend([kind, 1]);
    for link in links {
        bytes.extend(link.to_le_bytes());
    }
    bytes.resize(116, 0);
    bytes.extend(start.to_le_bytes());
    let size = if kind == 2 { u64::from(LENGTH) * SECTOR as u64 } else { 0 };
    bytes.extend(size.to_le_bytes());
    bytes
}
