//! Batches of rows go round: the reader fills them, the answerers answer them, the writer writes them in the order in which they were
//! read and hands them back. There are as many as were made at the start, so memory stays bounded.

use std::error::Error;
use std::fmt;
use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use csv::{ByteRecord, Reader, Writer};

use super::APPENDED;
use super::desk::{Desk, Memory};

/// The rows of one batch.
const ROWS: usize = 1024;

/// How often a batch goes round for each answerer.
const BATCHES: usize = 4;

#[derive(Default)]
struct Batch {
    rows: Vec<ByteRecord>,
    /// How many of the rows are in use.
    count: usize,
    text: Vec<u8>,
    errors: u64,
    answering: Duration,
    formatting: Duration,
}

/// What was done, and how long each part of the work took where it did not wait for another.
#[derive(Default)]
pub struct Done {
    pub rows: u64,
    pub errors: u64,
    answerers: usize,
    reading: Duration,
    answering: Duration,
    formatting: Duration,
    writing: Duration,
    whole: Duration,
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.whole.as_secs_f64().max(f64::MIN_POSITIVE);
        let share = |part: Duration, threads: usize| 100.0 * part.as_secs_f64() / whole / threads as f64;
        write!(
            f,
            "{} rows in {whole:.2} s, {:.0} a second; busy: one thread reading CSV {:.0} %, {} threads answering {:.0} % and making CSV {:.0} %, one writing {:.0} %",
            self.rows,
            self.rows as f64 / whole,
            share(self.reading, 1),
            self.answerers,
            share(self.answering, self.answerers),
            share(self.formatting, self.answerers),
            share(self.writing, 1),
        )
    }
}

/// Answers every row of the input.
pub fn run(reader: Reader<impl Read>, header: &ByteRecord, desk: &Desk<'_>, output: impl Write + Send) -> Result<Done, Box<dyn Error>> {
    let began = Instant::now();
    let answerers = thread::available_parallelism().map_or(1, usize::from);
    let (give_back, empty) = channel();
    (0..answerers * BATCHES).try_for_each(|_| give_back.send(Batch::default()))?;
    let (mut to_answer, mut to_write) = (Vec::new(), Vec::new());
    let mut done = thread::scope(|scope| -> Result<Done, Box<dyn Error>> {
        for _ in 0..answerers {
            let ((filled, batches), (answered, results)) = (channel(), channel());
            to_answer.push(filled);
            to_write.push(results);
            scope.spawn(move || answer(desk, &batches, &answered));
        }
        let writer = scope.spawn(move || write(output, header, &to_write, &give_back));
        let read = read(reader, to_answer, &empty);
        let written = writer.join().map_err(|_| "writing broke off")?;
        let (reading, written) = (read?, written?);
        Ok(Done { reading, ..written })
    })?;
    (done.answerers, done.whole) = (answerers, began.elapsed());
    Ok(done)
}

/// Fills batches, for each answerer in turn; how long that took. Ends early where the others have, and leaves it to them to say why.
fn read(mut reader: Reader<impl Read>, to: Vec<Sender<Batch>>, empty: &Receiver<Batch>) -> Result<Duration, csv::Error> {
    let mut busy = Duration::ZERO;
    for to in to.iter().cycle() {
        let Ok(mut batch) = empty.recv() else { break };
        let began = Instant::now();
        batch.rows.resize(ROWS, ByteRecord::new());
        batch.count = 0;
        while batch.count < ROWS && reader.read_byte_record(&mut batch.rows[batch.count])? {
            batch.count += 1;
        }
        busy += began.elapsed();
        if batch.count == 0 || to.send(batch).is_err() {
            break;
        }
    }
    Ok(busy)
}

fn answer(desk: &Desk<'_>, from: &Receiver<Batch>, to: &Sender<io::Result<Batch>>) {
    let mut memory = Memory::default();
    for mut batch in from {
        let began = Instant::now();
        let rows = &mut batch.rows[..batch.count];
        batch.errors = rows.iter_mut().map(|row| u64::from(!desk.answer(row, &mut memory))).sum();
        let answered = Instant::now();
        batch.answering = answered - began;
        let mut writer = Writer::from_writer(std::mem::take(&mut batch.text));
        let written = rows.iter().try_for_each(|row| writer.write_byte_record(row));
        let text = written.map_err(io::Error::from).and_then(|()| writer.into_inner().map_err(|error| error.into_error()));
        let result = text.map(|text| Batch { text, formatting: answered.elapsed(), ..batch });
        if to.send(result).is_err() {
            break;
        }
    }
}

fn write(mut output: impl Write, header: &ByteRecord, from: &[Receiver<io::Result<Batch>>], back: &Sender<Batch>) -> io::Result<Done> {
    let mut writer = Writer::from_writer(&mut output);
    writer.write_record(header.iter().chain(APPENDED.iter().map(|name| name.as_bytes())))?;
    writer.flush()?;
    drop(writer);
    let mut done = Done::default();
    for from in from.iter().cycle() {
        // The batches went out in turn, so where the next is missing, there is none after it.
        let Ok(batch) = from.recv() else { break };
        let mut batch = batch?;
        let began = Instant::now();
        output.write_all(&batch.text)?;
        done.writing += began.elapsed();
        done.rows += batch.count as u64;
        done.errors += batch.errors;
        done.answering += batch.answering;
        done.formatting += batch.formatting;
        batch.text.clear();
        // The reader may have come to the end already.
        let _ = back.send(batch);
    }
    output.flush()?;
    Ok(done)
}
