package pdfium

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/tool/sandbox"
)

// TestMain is also the main of a confined child: a sandbox under test starts
// this program again with the word "confined" and the folder of the cache.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "confined" {
		if err := beChild(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	sample := flag.String("sample", "", "write the sample's HTML to this file")
	flag.Parse()
	if *sample != "" {
		if err := writeSample(*sample); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// beChild warms the engine, gives up the rights and serves.
func beChild(cache string) error {
	engine, err := Warm(cache)
	if err != nil {
		return err
	}
	walls, err := sandbox.Confine()
	if err != nil {
		return err
	}
	if !walls.Whole() {
		return fmt.Errorf("the walls are not whole: %v", walls)
	}
	return sandbox.Serve(os.Stdin, os.Stdout, walls, map[string]sandbox.Reader{
		"read": func(job sandbox.Job, out io.Writer) error {
			var got found
			got.Failure = reason(engine.Read(jobSource(job), options(string(job.Options)), &got))
			return json.NewEncoder(out).Encode(got)
		},
		"render": func(job sandbox.Job, out io.Writer) error {
			img, _, err := engine.Render(jobSource(job), options(string(job.Options)), 1, 150)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(out, "%dx%d", img.Rect.Dx(), img.Rect.Dy())
			return err
		},
		"pid": func(_ sandbox.Job, out io.Writer) error {
			_, err := fmt.Fprint(out, os.Getpid())
			return err
		},
	})
}

func jobSource(job sandbox.Job) content.Source {
	return content.Source{ReaderAt: job.Data, Size: job.Size, Name: job.Name}
}

// run has a confined child do a job and gives what it wrote.
func run(p *sandbox.Pool, reader string, data []byte) ([]byte, error) {
	var out []byte
	job := sandbox.Job{Reader: reader, Data: bytes.NewReader(data), Size: int64(len(data))}
	if len(data) == 0 {
		job.Data = nil
	}
	err := p.Run(context.Background(), job, func(r io.Reader) error {
		var err error
		out, err = io.ReadAll(r)
		return err
	})
	return out, err
}

func reason(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// found is a Sink that keeps what it is given.
type found struct {
	Pages    []content.Page
	Fields   []content.Field
	Members  []content.Member
	Bytes    [][]byte
	Problems []content.Problem
	Failure  string
}

func (f *found) Page(p content.Page) error       { f.Pages = append(f.Pages, p); return nil }
func (f *found) Row(content.Row) error           { return fmt.Errorf("a PDF has no rows") }
func (f *found) Field(d content.Field) error     { f.Fields = append(f.Fields, d); return nil }
func (f *found) Problem(p content.Problem) error { f.Problems = append(f.Problems, p); return nil }

func (f *found) Member(m content.Member, r io.Reader) error {
	var b bytes.Buffer
	_, err := b.ReadFrom(r)
	f.Members, f.Bytes = append(f.Members, m), append(f.Bytes, b.Bytes())
	return err
}

// field is the value of the first field of that name.
func (f *found) field(name string) string {
	for _, d := range f.Fields {
		if d.Name == name {
			return d.Value
		}
	}
	return ""
}

// text is all pages' text.
func (f *found) text() string {
	var all []string
	for _, p := range f.Pages {
		all = append(all, p.Text)
	}
	return strings.Join(all, "\n")
}

func source(data []byte) content.Source {
	return content.Source{ReaderAt: bytes.NewReader(data), Size: int64(len(data)), Name: "a.pdf"}
}

func options(password string) content.Options {
	return content.Options{Limits: content.DefaultLimits(), Password: password}
}

// cacheDir is one folder for all runs on this machine, and for the tests of
// the whole program, which looks there: compiling takes seconds.
func cacheDir(tb testing.TB) string {
	tb.Helper()
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	dir := filepath.Join(base, "sanad", "pdf")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// compiled leaves the compiled engine in the folder of cacheDir.
func compiled(tb testing.TB) {
	tb.Helper()
	compileOnce.Do(func() {
		e, err := Warm(cacheDir(tb))
		if err == nil {
			err = e.Close()
		}
		if err != nil {
			tb.Fatal(err)
		}
	})
}

var compileOnce sync.Once

// A machine compiles the reader once. That it is there is what the tests of
// other packages rest on, so CI runs this one before them.
func TestTheReaderIsCompiledForAll(t *testing.T) {
	compiled(t)
	files, err := filepath.Glob(filepath.Join(cacheDir(t), "*", "*"))
	if err != nil || len(files) == 0 {
		t.Errorf("nothing compiled is in %s: %v %v", cacheDir(t), files, err)
	}
}

// warm is an engine that ends with the test.
func warm(tb testing.TB) *Engine {
	tb.Helper()
	e, err := Warm(cacheDir(tb))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := e.Close(); err != nil {
			tb.Error(err)
		}
	})
	return e
}

// confined is a pool of confined children.
//
// The engine is compiled here first: under the race detector that alone takes
// more memory than a child may hold, and a fresh machine has nothing compiled.
func confined(tb testing.TB, cfg sandbox.Config) *sandbox.Pool {
	tb.Helper()
	compiled(tb)
	command, err := sandbox.Self("confined", cacheDir(tb))
	if err != nil {
		tb.Fatal(err)
	}
	cfg.Command = command
	p := sandbox.New(cfg)
	tb.Cleanup(p.Close)
	return p
}

// read gives a file of testdata.
func read(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}
