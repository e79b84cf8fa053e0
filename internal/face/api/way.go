package api

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"iter"
	"net/http"
	"os"
	"path"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"sanad/internal/face/cli"
	"sanad/internal/face/pace"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type foundSeq = iter.Seq[flow.Found]

// way is a way to answer.
type way struct {
	out, notes io.Writer
	progress   func(doing string, done, total int64) // nil: nobody is told
	folder     func(dest string) (cli.Folder, error)
	write      func(path string, data []byte) error
	// end ends the answer; the error it gives is what is left to be told and logged.
	end func(printed bool, err error) error
}

// exitHeader tells how a command went whose answer names what failed: the exit
// code that the command line would give.
const exitHeader = "Sanad-Exit"

func exitOf(err error) string {
	return strconv.Itoa(cli.ExitCode(err))
}

// keptBack is how much of an answer is kept until it is known whether the
// command fails at once: then the answer is a problem with its own status.
const keptBack = 64 << 10

// whole answers with what is printed, once the command has ended.
func (q *request) whole(mediaType, folder string) *way {
	kept := &spool{folder: folder}
	way := q.plain(mediaType)
	way.out = kept
	way.end = func(printed bool, err error) error {
		if err != nil && (!printed && kept.size == 0 || !named(err)) {
			return errors.Join(err, kept.drop())
		}
		h := q.w.Header()
		h.Set("Content-Type", mediaType)
		h.Set("Content-Length", strconv.FormatInt(kept.size, 10))
		h.Set(exitHeader, exitOf(err))
		q.begun = true
		q.w.WriteHeader(http.StatusOK)
		return kept.sendTo(q.out)
	}
	return way
}

// plain answers with what is printed while it is printed.
func (q *request) plain(mediaType string) *way {
	p := &plainAnswer{q: q, mediaType: mediaType}
	noPlace := fail.New(fail.Usage, "the answer holds files, and the request does not accept them").Do("send Accept: application/zip")
	return &way{out: p, notes: io.Discard, end: p.end,
		folder: func(string) (cli.Folder, error) { return nil, noPlace }, write: func(string, []byte) error { return noPlace }}
}

type plainAnswer struct {
	q         *request
	mediaType string
	kept      []byte
}

func (p *plainAnswer) Write(data []byte) (int, error) {
	if !p.q.begun && len(p.kept)+len(data) <= keptBack {
		p.kept = append(p.kept, data...)
		return len(data), nil
	}
	if !p.q.begun {
		h := p.q.w.Header()
		h.Set("Trailer", exitHeader)
		p.head()
		if _, err := p.q.out.Write(p.kept); err != nil {
			return 0, err
		}
	}
	return p.q.out.Write(data)
}

func (p *plainAnswer) head() {
	p.q.w.Header().Set("Content-Type", p.mediaType)
	p.q.begun = true
	p.q.w.WriteHeader(http.StatusOK)
}

// end sends what was kept back. An error of which the answer tells nothing
// becomes a problem, if nothing was sent yet; else the answer is broken off,
// so that nobody takes the part for the whole.
func (p *plainAnswer) end(printed bool, err error) error {
	switch {
	case err != nil && !p.q.begun && (!printed && len(p.kept) == 0 || !named(err)):
		return err
	case err != nil && p.q.begun && !named(err):
		panic(http.ErrAbortHandler) // net/http's own way to break an answer off
	}
	p.q.w.Header().Set(exitHeader, exitOf(err))
	if !p.q.begun {
		p.q.w.Header().Set("Content-Length", strconv.Itoa(len(p.kept)))
		p.head()
		_, failed := p.q.out.Write(p.kept)
		return failed
	}
	return nil
}

// named tells whether the answer itself names what failed.
func named(err error) bool {
	kind := fail.Of(err)
	return kind == fail.Partial || kind == fail.Integrity
}

// frames answers in frames: all that a sanad at the other end shows and keeps.
func (q *request) frames(c cli.Command, folder string) *way {
	h := q.w.Header()
	h.Set("Content-Type", framesType)
	q.begun = true
	f := &framer{w: q.out, flush: func() error { return pace.Supported(q.control.Flush()) }}
	if err := pace.Supported(q.control.EnableFullDuplex()); err != nil {
		q.Log.Error("an answer can't begin before the request ended", "causes", q.Causes(err))
	}
	q.w.WriteHeader(http.StatusOK)
	done := make(chan struct{})
	stopped := sync.WaitGroup{}
	stopped.Go(func() { f.live(done) })
	var mu sync.Mutex
	last := time.Time{}
	out := &framedFolder{f: f}
	var printed io.Writer = pieces{f, frameOut, nil}
	kept := &spool{folder: folder}
	if c.Reads {
		printed = kept
	}
	return &way{out: printed, notes: pieces{f, frameNote, nil},
		progress: func(doing string, n, total int64) {
			mu.Lock()
			defer mu.Unlock()
			if now := q.Clock(); now.Sub(last) >= time.Second/4 {
				last = now
				f.sendJSON(frameProgress, progress{doing, n, total}) // who went away is found by the next answer
			}
		},
		folder: func(string) (cli.Folder, error) { return out, nil },
		write: func(name string, data []byte) error {
			return out.single(path.Base(name), data)
		},
		end: func(printed bool, err error) error {
			close(done)
			stopped.Wait()
			err = errors.Join(err, kept.sendTo(pieces{f, frameOut, nil}))
			e := ended{Printed: printed}
			if err != nil {
				p := problemOf(err)
				e.Problem = &p
			}
			return errors.Join(err, f.sendJSON(frameExit, e))
		}}
}

// live says from time to time that the work goes on.
func (f *framer) live(done <-chan struct{}) {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			if f.send(frameAlive) != nil {
				return
			}
		}
	}
}

// framedFolder sends a folder while it is written.
type framedFolder struct {
	f    *framer
	next atomic.Uint32
}

func (d *framedFolder) Create(name string) (io.WriteCloser, error) { return d.create(name, false) }

func (d *framedFolder) create(name string, single bool) (io.WriteCloser, error) {
	id := d.next.Add(1)
	return &framedWriter{d.f, id}, d.f.sendJSON(frameFile, sentFile{Name: name, ID: id, Single: single})
}

func (d *framedFolder) single(name string, data []byte) error {
	w, err := d.create(name, true)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	return err
}

func (d *framedFolder) Finish() error { return d.f.send(frameWhole) }
func (d *framedFolder) Abort() error  { return nil } // the asker aborts its own when it learns of the failure

type framedWriter struct {
	f  *framer
	id uint32
}

func (w *framedWriter) number() []byte {
	return []byte{byte(w.id >> 24), byte(w.id >> 16), byte(w.id >> 8), byte(w.id)}
}

func (w *framedWriter) Write(data []byte) (int, error) {
	return pieces{w.f, frameData, w.number()}.Write(data)
}

func (w *framedWriter) Close() error { return w.f.send(frameClose, w.number()) }

// zipped answers with a ZIP of what is written, and what is printed last, as
// answer.json. It has no end, and no program takes it for whole, if the work
// fails on the way.
func (q *request) zipped(name, folder string) *way {
	z := &zipAnswer{q: q, name: name, folder: folder}
	return &way{out: &z.printed, notes: io.Discard, folder: func(string) (cli.Folder, error) { return z, nil }, end: z.end,
		write: func(name string, data []byte) error {
			w, err := z.Create(path.Base(name))
			if err == nil {
				_, err = w.Write(data)
			}
			if err == nil {
				err = w.Close()
			}
			return err
		}}
}

type zipAnswer struct {
	q       *request
	name    string
	folder  string // for passing files
	printed printedBytes
	mu      sync.Mutex
	zip     *zip.Writer
}

type printedBytes struct{ data []byte }

func (p *printedBytes) Write(data []byte) (int, error) {
	if len(p.data)+len(data) > 16<<20 {
		return 0, fail.New(fail.Failed, "the answer beside the files is too long")
	}
	p.data = append(p.data, data...)
	return len(data), nil
}

// begin begins the answer, when the first file is whole.
func (z *zipAnswer) begin() {
	if z.zip != nil {
		return
	}
	h := z.q.w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+z.name+`.zip"`)
	z.q.begun = true
	z.zip = zip.NewWriter(z.q.out)
}

// Create gives a writer to a passing file: a ZIP has its files one after the
// other, and several may be written at once.
func (z *zipAnswer) Create(name string) (io.WriteCloser, error) {
	f, err := os.CreateTemp(z.folder, "zip-")
	if err != nil {
		return nil, err
	}
	return &zipFile{z, f, name}, nil
}

func (z *zipAnswer) Finish() error { return nil }
func (z *zipAnswer) Abort() error  { return nil }

type zipFile struct {
	z    *zipAnswer
	f    *os.File
	name string
}

func (f *zipFile) Write(data []byte) (int, error) { return f.f.Write(data) }

func (f *zipFile) Close() error {
	_, err := f.f.Seek(0, io.SeekStart)
	if err == nil {
		err = f.z.put("files/"+f.name, f.f)
	}
	return errors.Join(err, f.f.Close(), os.Remove(f.f.Name()))
}

func (z *zipAnswer) put(name string, r io.Reader) error {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.begin()
	w, err := z.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: z.q.Clock()})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return err
}

func (z *zipAnswer) end(_ bool, err error) error {
	if err != nil && z.zip != nil {
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		return err
	}
	if err := z.put("answer.json", bytes.NewReader(z.printed.data)); err != nil {
		return err
	}
	return z.zip.Close()
}
