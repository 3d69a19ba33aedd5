//! A workbook as an archive of parts, checked before anything in it is believed.
//!
//! The list of parts is read here a second time, by hand, because readers of archives differ in
//! what they make of a part that is listed twice or under two names; where they could, the file is refused.
//! A part is always read to its end, which checks its checksum and its length.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::mpsc;

use zip::ZipArchive;

use super::super::fault::Fault;
use super::super::limits::Limits;
use super::fault;

/// An opened archive. Cheap to clone for another thread.
#[derive(Clone)]
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    parts: BTreeMap<String, (usize, u64)>,
}

impl<'a> Package<'a> {
    /// Opens an archive and checks its list of parts against the limits.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Fault> {
        let entries = list(bytes)?;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| fault::checksum(&e))?;
        if entries.len() > limits.parts {
            let count = entries.len();
            return Err(fault::limit(&format!("工作簿有 {count} 个部件"), &format!("the workbook has {count} parts")));
        }
        let mut parts = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            let name = String::from_utf8_lossy(&entry.name).replace('\\', "/");
            if parts.insert(name.to_lowercase(), (index, entry.size)).is_some() {
                return Err(fault::part_twice(&name));
            }
            check_size(&name, entry, limits)?;
        }
        if archive.len() != entries.len() || archive.offset() != 0 {
            return Err(fault::archive("部件目录前后不一", "its lists of parts differ"));
        }
        for (index, entry) in entries.iter().enumerate() {
            let file = archive.by_index_raw(index).map_err(|e| fault::checksum(&e))?;
            let same = file.name_raw() == entry.name.as_slice()
                && file.size() == entry.size
                && file.header_start() == entry.header;
            if !same || local_name(bytes, entry.header) != Some(entry.name.as_slice()) {
                let name = String::from_utf8_lossy(&entry.name);
                return Err(fault::archive(
                    &format!("部件“{name}”前后两处记载不一"),
                    &format!("part `{name}` is described in two ways"),
                ));
            }
        }
        Ok(Self { archive, parts })
    }

    /// The names of all parts, in lower case.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// Is there such a part? Case does not matter.
    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&name.to_lowercase())
    }

    /// Hands the bytes of a part to `work`; what `work` leaves is read to the end, and the length checked.
    pub fn stream<T>(&self, name: &str, work: impl FnOnce(&mut dyn Read) -> Result<T, Fault>) -> Result<T, Fault> {
        let missing = || fault::archive(&format!("缺少“{name}”"), &format!("`{name}` is missing"));
        let (index, size) = *self.parts.get(&name.to_lowercase()).ok_or_else(missing)?;
        let mut archive = self.archive.clone();
        let file = archive.by_index(index).map_err(|e| fault::checksum(&e))?;
        let mut counted = Counted { file, read: 0 };
        let worked = work(&mut counted);
        // damage is the better explanation of whatever else seems wrong
        std::io::copy(&mut counted, &mut std::io::sink()).map_err(|e| fault::checksum(&e))?;
        if counted.read != size {
            return Err(fault::archive(
                &format!("部件“{name}”长度不符"),
                &format!("part `{name}` has another length than stated"),
            ));
        }
        worked
    }

    /// As [`stream`](Self::stream), with a large part unpacked by a thread of its own while `work` reads, if there may
    /// be a second one.
    pub fn stream_ahead<T: Send>(
        &self,
        name: &str,
        work: impl FnOnce(&mut dyn Read) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let size = self.parts.get(&name.to_lowercase()).map_or(0, |p| p.1);
        if size < AHEAD || rayon::current_num_threads() < 2 {
            return self.stream(name, work);
        }
        let (sender, blocks) = mpsc::sync_channel::<Block>(8);
        let (used, spare) = mpsc::channel::<Block>();
        std::thread::scope(|scope| {
            let unpacking = scope.spawn(move || {
                self.stream(name, |reader| {
                    loop {
                        let mut block = spare.try_recv().unwrap_or_else(|_| Block { bytes: vec![0; BLOCK], filled: 0 });
                        block.filled = reader.read(&mut block.bytes).map_err(|e| fault::checksum(&e))?;
                        // nobody listens any more when the reader has found a fault
                        if block.filled == 0 || sender.send(block).is_err() {
                            return Ok(());
                        }
                    }
                })
            });
            let mut reader = Blocks { blocks, used, block: Block::default(), at: 0 };
            let worked = work(&mut reader);
            drop(reader);
            let unpacked = unpacking.join().unwrap_or_else(|_| Err(fault::truncated()));
            unpacked.and(worked)
        })
    }

    /// All bytes of a (small) part.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, Fault> {
        self.stream(name, |reader| {
            let mut bytes = Vec::new();
            reader.read_to_end(&mut bytes).map_err(|e| fault::checksum(&e))?;
            Ok(bytes)
        })
    }

    /// Reads a part to its end for its checksum alone.
    pub fn check(&self, name: &str) -> Result<(), Fault> {
        self.stream(name, |_| Ok(()))
    }
}

/// A part above this size (8 MiB) is worth a thread of its own.
const AHEAD: u64 = 8 << 20;
const BLOCK: usize = 1 << 18;

/// Bytes on their way from one thread to the other.
#[derive(Default)]
struct Block {
    bytes: Vec<u8>,
    filled: usize,
}

/// What another thread unpacks, as something to read; blocks that were read go back to be filled again.
struct Blocks {
    blocks: mpsc::Receiver<Block>,
    used: mpsc::Sender<Block>,
    block: Block,
    at: usize,
}

impl Read for Blocks {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.at >= self.block.filled {
            self.at = 0;
            // a closed channel is the end of the part; whether it was whole, its thread says
            let next = self.blocks.recv().unwrap_or_default();
            let read = std::mem::replace(&mut self.block, next);
            // the unpacking may have ended: then nobody wants it back
            let _unwanted = if read.bytes.is_empty() { None } else { self.used.send(read).err() };
        }
        let read = self.block.bytes.get(self.at..self.block.filled).unwrap_or_default().read(into)?;
        self.at += read;
        Ok(read)
    }
}

struct Counted<R> {
    file: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(into)?;
        self.read = self.read.saturating_add(read as u64);
        Ok(read)
    }
}

fn check_size(name: &str, entry: &Entry, limits: &Limits) -> Result<(), Fault> {
    let blown_up = entry.size > 16 << 20 && entry.size / entry.packed.max(1) > limits.ratio;
    if entry.size > limits.part_bytes || blown_up {
        let size = entry.size;
        return Err(fault::limit(
            &format!("部件“{name}”解压后有 {size} 字节"),
            &format!("part `{name}` unpacks to {size} bytes"),
        ));
    }
    Ok(())
}

/// One line of the archive's list of parts.
struct Entry {
    name: Vec<u8>,
    packed: u64,
    size: u64,
    header: u64,
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(length)?)?;
    Some(field.iter().rev().fold(0, |n, b| n << 8 | u64::from(*b)))
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    number(bytes, at, 2).and_then(|n| usize::try_from(n).ok())
}

/// Reads the list of parts.
fn list(bytes: &[u8]) -> Result<Vec<Entry>, Fault> {
    let (count, start, end) = directory(bytes).ok_or_else(fault::truncated)?;
    let mut entries = Vec::new();
    let mut at = start;
    while at < end {
        let (entry, next) = line(bytes, at).ok_or_else(fault::truncated)?;
        entries.push(entry);
        at = next;
    }
    if at != end || entries.len() as u64 != count {
        return Err(fault::archive("部件目录有误", "its list of parts is wrong"));
    }
    Ok(entries)
}

/// How many parts the archive lists, and from where to where the list stands.
fn directory(bytes: &[u8]) -> Option<(u64, usize, usize)> {
    let last = bytes.len().checked_sub(22)?;
    let first = last.saturating_sub(0xFFFF);
    let at = (first..=last).rev().find(|at| {
        bytes.get(*at..).is_some_and(|b| b.starts_with(b"PK\x05\x06"))
            && short(bytes, at + 20) == Some(bytes.len() - at - 22)
    })?;
    let wide = at.checked_sub(20).filter(|l| bytes.get(*l..).is_some_and(|b| b.starts_with(b"PK\x06\x07")));
    let (count, size, offset, limit) = match wide {
        Some(locator) => {
            let record = usize::try_from(number(bytes, locator + 8, 8)?).ok()?;
            bytes.get(record..)?.strip_prefix(b"PK\x06\x06")?;
            (number(bytes, record + 32, 8)?, number(bytes, record + 40, 8)?, number(bytes, record + 48, 8)?, record)
        }
        None => (number(bytes, at + 10, 2)?, number(bytes, at + 12, 4)?, number(bytes, at + 16, 4)?, at),
    };
    let start = usize::try_from(offset).ok()?;
    let end = start.checked_add(usize::try_from(size).ok()?)?;
    (end == limit).then_some((count, start, end))
}

fn line(bytes: &[u8], at: usize) -> Option<(Entry, usize)> {
    bytes.get(at..)?.strip_prefix(b"PK\x01\x02")?;
    let (name, extra, comment) = (short(bytes, at + 28)?, short(bytes, at + 30)?, short(bytes, at + 32)?);
    let name_end = at.checked_add(46)?.checked_add(name)?;
    let extra_end = name_end.checked_add(extra)?;
    let mut entry = Entry {
        name: bytes.get(at + 46..name_end)?.to_vec(),
        packed: number(bytes, at + 20, 4)?,
        size: number(bytes, at + 24, 4)?,
        header: number(bytes, at + 42, 4)?,
    };
    widen(&mut entry, bytes.get(name_end..extra_end)?)?;
    Some((entry, extra_end.checked_add(comment)?))
}

/// Sizes of four GiB and more stand in an extra field.
fn widen(entry: &mut Entry, mut extra: &[u8]) -> Option<()> {
    while extra.len() >= 4 {
        let (id, length) = (short(extra, 0)?, short(extra, 2)?);
        if id == 1 {
            let mut at = 4;
            for value in [&mut entry.size, &mut entry.packed, &mut entry.header] {
                if *value == 0xFFFF_FFFF {
                    *value = number(extra, at, 8)?;
                    at += 8;
                }
            }
        }
        extra = extra.get(4 + length..)?;
    }
    Some(())
}

fn local_name(bytes: &[u8], header: u64) -> Option<&[u8]> {
    let header = usize::try_from(header).ok()?;
    let rest = bytes.get(header..)?.strip_prefix(b"PK\x03\x04")?;
    rest.get(26..26 + short(rest, 22)?)
}
