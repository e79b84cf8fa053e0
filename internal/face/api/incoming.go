package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"mime"
	"mime/multipart"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// incoming is the files of a request, one after the other; io.EOF: no more. The
// reader of one is valid until the next is asked for.
type incoming interface {
	next() (sentFile, io.Reader, error)
}

// noFiles is a request of JSON alone.
type noFiles struct{}

func (noFiles) next() (sentFile, io.Reader, error) { return sentFile{}, nil, io.EOF }

// ending tells when there are no more files.
type ending struct {
	incoming
	ended func()
}

func (e ending) next() (sentFile, io.Reader, error) {
	head, r, err := e.incoming.next()
	if err == io.EOF {
		e.ended()
	}
	return head, r, err
}

// framed is files that come in frames.
type framed struct {
	r    io.Reader
	open *framedFile
}

func (f *framed) next() (sentFile, io.Reader, error) {
	if f.open != nil {
		if _, err := io.Copy(io.Discard, f.open); err != nil && !f.open.ended {
			return sentFile{}, nil, err
		}
	}
	kind, payload, err := readFrame(f.r)
	switch {
	case err != nil:
		return sentFile{}, nil, err
	case kind == frameEnd:
		return sentFile{}, nil, io.EOF
	case kind != frameFile:
		return sentFile{}, nil, fail.New(fail.Usage, "a frame %q stands where a file begins", kind)
	}
	var head sentFile
	if err := json.Unmarshal(payload, &head); err != nil {
		return sentFile{}, nil, fail.New(fail.Usage, "reading the head of a file: %w", err)
	}
	f.open = &framedFile{r: f.r}
	return head, f.open, nil
}

type framedFile struct {
	r     io.Reader
	left  []byte
	ended bool
	err   error
}

// Read gives what the sender read; what failed there fails here in its words.
func (f *framedFile) Read(p []byte) (int, error) {
	for len(f.left) == 0 {
		if f.err != nil {
			return 0, f.err
		}
		kind, payload, err := readFrame(f.r)
		switch {
		case err != nil:
			f.err = fmt.Errorf("it did not come whole: %w", err)
		case kind == frameData:
			f.left = payload
		case kind == frameClose:
			var end closed
			if f.ended, f.err = true, io.EOF; json.Unmarshal(payload, &end) != nil || end.Error != "" {
				f.err = errors.New(end.Error)
			}
		default:
			f.err = fmt.Errorf("a frame %q stands within a file", kind)
		}
	}
	n := copy(p, f.left)
	f.left = f.left[n:]
	return n, nil
}

// formed is files that come as the parts of a form.
type formed struct{ parts *multipart.Reader }

func (f formed) next() (sentFile, io.Reader, error) {
	part, err := f.parts.NextPart()
	if err != nil {
		return sentFile{}, nil, err
	}
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil || params["filename"] == "" {
		return sentFile{}, nil, fail.New(fail.Usage, "the part %q is no file", part.FormName())
	}
	name := strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(params["filename"], `\`, "/")), "/")
	return sentFile{Label: part.FormName(), Name: name}, part, nil
}

// maxFileName is as long as systems allow a path to be.
const maxFileName = 4 << 10

// found is a file that came, as the flow takes it.
func found(head sentFile, open func() (io.ReadCloser, error)) flow.Found {
	f := flow.Found{Name: custody.NameOf(head.Name), What: head.What, Open: open}
	if len(head.Raw) > 0 {
		f.Name = custody.NameOf(string(head.Raw))
	}
	if len(head.Name) > maxFileName || len(head.Raw) > maxFileName {
		f.Name, f.Err = custody.NameOf(strings.ToValidUTF8(head.Name[:min(len(head.Name), maxFileName/8)], "")+"…"), fmt.Errorf("its name is longer than %d bytes", maxFileName)
	}
	if head.Target != "" {
		target := custody.NameOf(head.Target)
		f.Target = &target
	}
	if at, err := time.Parse(time.RFC3339Nano, head.Modified); err == nil {
		f.Modified = at
	}
	if head.Error != "" {
		f.Err = errors.New(head.Error)
	}
	return f
}

// sentFiles is the files of a request, as the files a command may touch.
type sentFiles struct {
	folder  string // where what came lies; "": nothing did
	heads   map[string]sentFile
	here    string
	streams bool // files are taken as they come, and are not among heads
	write   func(path string, data []byte) error
}

// keep copies every file that came into the folder.
func (s *sentFiles) keep(in incoming, labels func(label string) (string, bool)) error {
	for n := 0; ; n++ {
		head, r, err := in.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return asUsage("reading the files", err)
		}
		label, ok := labels(head.Label)
		if !ok || n > 16 {
			return fail.New(fail.Usage, "the command takes no file %q", head.Label)
		}
		if err := copyTo(filepath.Join(s.folder, strconv.Itoa(n)), &bounded{r, maxKept}); err != nil {
			return asUsage("reading the file "+head.Name, err)
		}
		head.ID = uint32(n)
		s.heads[label] = head
	}
}

// maxKept is the most bytes of a file that a command reads as a whole: a table,
// a mapping, a graph. Originals go to the store as they come.
const maxKept = 4 << 30

// bounded is a file that must not have more than so many bytes.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, fail.New(fail.Usage, "a file for this command may have at most %d bytes", int64(maxKept))
	}
	return n, err
}

func asUsage(doing string, err error) error {
	if fail.Of(err) != fail.Failed {
		return err
	}
	return fail.New(fail.Usage, "%s: %w", doing, err)
}

func copyTo(path string, r io.Reader) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("making room for a file: %w", err)
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

func (s *sentFiles) There(path string) error {
	if _, ok := s.heads[path]; ok || s.streams {
		return nil
	}
	return &fs.PathError{Op: "lstat", Path: path, Err: syscall.ENOENT}
}

func (s *sentFiles) IsFolder(string) bool { return false }

func (s *sentFiles) Open(path string) (io.ReadCloser, error) {
	head, ok := s.heads[path]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: path, Err: syscall.ENOENT}
	}
	return os.Open(filepath.Join(s.folder, strconv.Itoa(int(head.ID))))
}

func (s *sentFiles) Write(path string, data []byte) error { return s.write(path, data) }

func (s *sentFiles) Place(p string) (string, error) {
	if path.IsAbs(p) || filepath.IsAbs(p) {
		return p, nil
	}
	return path.Join(s.here, p), nil
}

// walk finds the files that were kept.
func (s *sentFiles) walk(paths []string) iter.Seq[flow.Found] {
	return func(yield func(flow.Found) bool) {
		for _, p := range paths {
			head, ok := s.heads[p]
			if !ok {
				yield(flow.Found{Name: custody.NameOf(path.Base(p)), Err: syscall.ENOENT})
				return
			}
			if !yield(found(head, func() (io.ReadCloser, error) { return s.Open(p) })) {
				return
			}
		}
	}
}

// stream finds files as they come. One that breaks off breaks the work off, so
// that it can be gone on with: nothing says then what else there was.
func stream(in incoming, broken func(error)) iter.Seq[flow.Found] {
	return func(yield func(flow.Found) bool) {
		for {
			head, r, err := in.next()
			if err == io.EOF {
				return
			}
			if err != nil {
				broken(fmt.Errorf("the files did not come whole: %w", err))
				return
			}
			file := &coming{r: r, done: make(chan struct{})}
			f := found(head, func() (io.ReadCloser, error) { return file, nil })
			if !yield(f) {
				return
			}
			if f.What == "" && f.Err == nil {
				<-file.done
			}
		}
	}
}

// coming is one file while it comes.
type coming struct {
	r    io.Reader
	done chan struct{}
}

func (c *coming) Read(p []byte) (int, error) { return c.r.Read(p) }

// Close lets the next file be looked for.
func (c *coming) Close() error {
	close(c.done)
	return nil
}

// onceKept finds files as they come, each kept in the folder first: some will
// not be asked for, and no one can tell which.
func (s *sentFiles) onceKept(in incoming, broken func(error)) iter.Seq[flow.Found] {
	return func(yield func(flow.Found) bool) {
		for n := 0; ; n++ {
			head, r, err := in.next()
			if err == io.EOF {
				return
			}
			at := filepath.Join(s.folder, strconv.Itoa(n))
			if err == nil && head.What == "" && head.Error == "" {
				if failed := copyTo(at, r); failed != nil {
					head.Error = failed.Error()
				}
			}
			if err != nil {
				broken(fmt.Errorf("the files did not come whole: %w", err))
				return
			}
			if !yield(found(head, func() (io.ReadCloser, error) { return openPassing(at) })) {
				return
			}
		}
	}
}

// passing is a file that is removed when it was read; what was not read goes
// with its folder.
type passing struct{ *os.File }

func openPassing(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return passing{f}, nil
}

func (p passing) Close() error { return errors.Join(p.File.Close(), os.Remove(p.Name())) }
