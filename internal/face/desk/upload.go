package desk

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/face/pace"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// uploadRoute is the one form that is not read before it is answered: its files
// go to the store as they come and are never whole in memory.
const uploadRoute = "POST /accessions/{accession}/files"

// Limits of one form with files. More files are added by another.
const (
	maxUpload      = 256 << 30 // bytes
	maxUploadFiles = 20_000
	maxFileName    = 4 << 10 // as long as systems allow a path to be
	maxToken       = 1 << 10
	maxUploads     = 8 // at a time
	// uploadPace is how long the next pace.Bytes may take: who sends slower
	// holds a place that others wait for.
	uploadPace = time.Minute
)

// takeFiles takes the files of a form into an open accession. What came whole
// is recorded although the browser went away half-way; of a file that was sent
// in part no byte is kept, and that it failed is on record.
func takeFiles(w http.ResponseWriter, v *visit) error {
	select {
	case v.uploads <- struct{}{}:
		defer func() { <-v.uploads }()
	default:
		return fail.New(fail.Conflict, "%d people hand files in at this moment: try again in a minute", maxUploads)
	}
	parts, err := v.filesOf(w)
	if err != nil {
		return err
	}
	id, first, again := v.r.PathValue("accession"), int64(-1), 0
	ctx := context.WithoutCancel(v.r.Context())
	if err := v.within().Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		_, err := flow.OwnAccession(ctx, s, v.actor, id)
		return err
	}); err != nil {
		return err
	}
	in := &incoming{parts: parts}
	got, err := flow.AddTo(ctx, v.within(), v.actor, id, in.files(), func(t flow.Taken) error {
		switch {
		case t.Again:
			again++
		case first < 0:
			first = t.Index
		}
		return nil
	})
	if err = errors.Join(err, in.err); err != nil {
		return err
	}
	if got.Items+got.Failed+got.Skipped == 0 {
		return fail.New(fail.Usage, "the form holds no file")
	}
	query := url.Values{"from": {strconv.FormatInt(first, 10)}, "again": {strconv.Itoa(again)}}
	http.Redirect(w, v.r, "/accessions/"+id+"/add?"+query.Encode(), http.StatusSeeOther)
	return nil
}

// filesOf opens the form. Its first part is the token, which a browser sends
// first because it stands first.
func (v *visit) filesOf(w http.ResponseWriter) (*multipart.Reader, error) {
	control := http.NewResponseController(w)
	slow := pace.NewReader(http.MaxBytesReader(w, v.body, maxUpload), func() error {
		return pace.Give(control, v.Clock().Add(uploadPace), v.Clock().Add(2*uploadPace))
	})
	kind, params, err := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		return nil, fail.New(fail.Usage, "the form holds no files")
	}
	parts := multipart.NewReader(slow, params["boundary"])
	first, err := parts.NextPart()
	if err != nil {
		return nil, fail.New(fail.Usage, "reading the form: %w", err)
	}
	token, err := io.ReadAll(io.LimitReader(first, maxToken))
	if err != nil || first.FormName() != "token" || v.token == "" || !hmac.Equal(token, []byte(formToken(v.token))) {
		return nil, fail.New(fail.Refused, "the form is not of this session")
	}
	return parts, nil
}

// incoming is the files of a form, one after the other: the next is looked for
// once the one before was read.
type incoming struct {
	parts *multipart.Reader
	err   error // of the form itself
}

func (in *incoming) files() iter.Seq[flow.Found] {
	return func(yield func(flow.Found) bool) {
		for n := 0; ; {
			part, err := in.parts.NextPart()
			if err == io.EOF {
				return
			}
			if err != nil { // a head that can't be read, such as that of a name with a control character
				yield(flow.Found{Name: custody.NameOf(fmt.Sprintf("what came behind file %d of the form", n)),
					Err: fmt.Errorf("the form broke there, and nothing behind it came: name that file without control characters, and hand in again what is missing: %w", err)})
				return
			}
			name := sentName(part)
			if name == "" {
				continue // a field, or a field for files that was left empty
			}
			if n++; n > maxUploadFiles {
				in.err = fail.New(fail.Usage, "the form holds more than %d files: what came before the last is taken, add the others by another form", maxUploadFiles)
				return
			}
			if len(name) > maxFileName {
				if !yield(flow.Found{Name: custody.NameOf(strings.ToValidUTF8(name[:maxFileName/8], "") + "…"), Err: fmt.Errorf("its name is longer than %d bytes", maxFileName)}) {
					return
				}
				continue
			}
			read := &sent{Part: part, done: make(chan struct{})}
			if !yield(flow.Found{Name: custody.NameOf(name), Open: func() (io.ReadCloser, error) { return read, nil }}) {
				return
			}
			<-read.done
			if !read.whole { // the browser went away, or the store has no room
				return
			}
		}
	}
}

// sent is one file while it comes.
type sent struct {
	*multipart.Part
	done  chan struct{}
	whole bool
}

func (s *sent) Read(p []byte) (int, error) {
	n, err := s.Part.Read(p)
	s.whole = err == io.EOF
	if err != nil && !s.whole {
		err = fmt.Errorf("it did not come whole: %w", err)
	}
	return n, err
}

// Close lets the next file be looked for.
func (s *sent) Close() error {
	close(s.done)
	return nil
}

// sentName gives the name a file was sent with, below the folder that was chosen
// if one was. multipart's own FileName leaves the folders out.
func sentName(part *multipart.Part) string {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil || params["filename"] == "" {
		return part.FileName()
	}
	name := strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(params["filename"], `\`, "/")), "/")
	if name == "" {
		return "unnamed"
	}
	return name
}
