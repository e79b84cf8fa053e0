package reading

import (
	"encoding/json"
	"errors"
	"io"

	"sanad/internal/format/content"
	"sanad/internal/tool/sandbox"
)

// fieldHealth is the field by which a reader tells how far its text can be
// trusted, 1 to 100.
const fieldHealth = "text_health"

// fieldDoubt is the field by which a reader names pages whose text can't stand
// by itself, though that of the whole may.
const fieldDoubt = "text_doubt"

// fieldOLE is the field by which package oldoffice tells what kind of compound
// file it read.
const fieldOLE = "ole_kind"

// read is the shape of every format's reader, see package content.
type read = func(content.Source, content.Options, content.Sink) error

// options are what the parent tells a reader.
type options struct {
	Limits   content.Limits `json:"limits"`
	Password string         `json:"password,omitempty"`
	Page     int            `json:"page,omitempty"`  // only this page; 0: all
	Last     int            `json:"last,omitempty"`  // with Page: from it to this one, as far as there are pages
	DPI      float64        `json:"dpi,omitempty"`   // of pictures of pages
	Width    int            `json:"width,omitempty"` // at most, of a picture for people, in pixels
}

// Readers gives the readers of a child, see sandbox.Serve.
func Readers() map[string]sandbox.Reader {
	readers := map[string]sandbox.Reader{}
	for name := range engines() {
		readers[name] = inside(func(src content.Source, opt options, out *content.Gauge, speak *speaker) error {
			return attempt(name, src, opt, out, speak)
		})
	}
	readers[enginePicturePages] = inside(func(src content.Source, opt options, out *content.Gauge, _ *speaker) error {
		return drawPicture(src, opt, out)
	})
	return readers
}

// inside makes of a format's reader one that speaks to the parent.
func inside(read func(content.Source, options, *content.Gauge, *speaker) error) sandbox.Reader {
	return func(job sandbox.Job, out io.Writer) error {
		opt := options{Limits: content.DefaultLimits()}
		if err := json.Unmarshal(job.Options, &opt); err != nil {
			return err
		}
		speak := newSpeaker(out)
		src := content.Source{ReaderAt: &remote{job: job}, Size: job.Size, Name: job.Name}
		err := read(src, opt, &content.Gauge{Out: speak, Max: opt.Limits}, speak)
		if lost := src.ReaderAt.(*remote).lost; lost != nil {
			return lost // the parent knows why; it is not the document's fault
		}
		return speak.end(content.Finish(err))
	}
}

// remote is the document where it lies, in the parent. It remembers when the
// parent could not give it, lest a reader takes that for damage.
type remote struct {
	job  sandbox.Job
	lost error
}

func (r *remote) ReadAt(p []byte, at int64) (int, error) {
	if r.job.Size == 0 {
		return 0, io.EOF
	}
	n, err := r.job.Data.ReadAt(p, at)
	if err != nil && !errors.Is(err, io.EOF) {
		r.lost = err
	}
	return n, err
}
