package door

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strings"
	"unicode"

	"sanad/internal/core/intake"
	"sanad/internal/ground/fail"
)

// Limits of what surrounds the words and files of a form.
const (
	maxParts = 1_000
	maxName  = 1_000     // bytes of a file's name; systems allow 255
	maxHeads = 32 << 10  // bytes that stand before a part; the reader of parts would take 10 MB of them into memory
	maxDrain = 256 << 20 // read of a form that was refused, for browsers show no answer before
)

// multipart reports whether the form is of the kind that carries files.
func (v *visit) multipart() bool {
	kind, _, err := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	return err == nil && kind == "multipart/form-data"
}

// form reads a form without files, whole.
func (v *visit) form() (url.Values, error) {
	kind, _, err := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, odd
	}
	leave, err := v.forms.take(v.r.Context(), v.Limits.Patience)
	if err != nil {
		return nil, err
	}
	defer leave()
	body, err := io.ReadAll(v.pacing(http.MaxBytesReader(v.w, v.r.Body, 3*maxText), v.forms)) // three bytes write one that is not ASCII
	if err != nil {
		if tell(err) == wordy {
			return nil, wordy
		}
		return nil, broken
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, odd
	}
	return form, nil
}

// incoming is a form with files while it comes: its first part is the form's
// token, its words are gathered, and each file is handed on as it is read.
// Nothing of it touches a disk here.
type incoming struct {
	parts  *multipart.Reader
	body   *headed
	token  string
	fields url.Values
	text   int // bytes of all words
	seen   int // parts
	files  int
	left   []string // names of files that were empty, and left out
	name   string   // of the file that is read
}

func (v *visit) incoming() (*incoming, error) {
	_, params, err := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if err != nil || params["boundary"] == "" {
		return nil, odd
	}
	most := v.Limits.Letter + v.Limits.Letter/8 + 4*maxText // one file that is too large should be told by its name
	body := &headed{r: v.pacing(http.MaxBytesReader(v.w, v.r.Body, most), v.letters)}
	return &incoming{parts: multipart.NewReader(body, params["boundary"]), body: body, fields: url.Values{}}, nil
}

// opens reads the token, which stands first in our forms.
func (in *incoming) opens() error {
	first, err := in.part()
	if err != nil {
		return brokenOr(err)
	}
	if first.FormName() != "token" || first.FileName() != "" {
		return odd
	}
	token, err := io.ReadAll(io.LimitReader(first, 1_000))
	if err != nil {
		return broken
	}
	in.token = string(token)
	return nil
}

// part gives the next part of the form; the one before was read to its end.
func (in *incoming) part() (*multipart.Part, error) {
	in.body.heads, in.body.left = true, maxHeads
	part, err := in.parts.NextPart()
	in.body.heads = false
	return part, err
}

// headed reads a body, and no more than left of it while heads are read.
type headed struct {
	r     io.Reader
	heads bool
	left  int
}

func (h *headed) Read(b []byte) (int, error) {
	if !h.heads {
		return h.r.Read(b)
	}
	if h.left <= 0 {
		return 0, odd
	}
	n, err := h.r.Read(b[:min(len(b), h.left)])
	h.left -= n
	return n, err
}

// next gives the next file that holds anything, with its name; io.EOF when the
// form ends.
func (in *incoming) next() (name string, file io.Reader, err error) {
	for {
		part, err := in.part()
		if err == io.EOF {
			return "", nil, io.EOF
		}
		if err != nil {
			return "", nil, brokenOr(err)
		}
		if in.seen++; in.seen > maxParts {
			return "", nil, tooMany
		}
		if !isFile(part) {
			if err := in.field(part); err != nil {
				return "", nil, err
			}
			continue
		}
		name := fileName(part)
		body := bufio.NewReaderSize(part, 32<<10)
		if _, err := body.Peek(1); err == io.EOF {
			if name != "" { // else a field for files in which none was chosen
				in.left = append(in.left, name)
			}
			continue
		} else if err != nil {
			return "", nil, brokenBy(err)
		}
		in.files++
		if name == "" {
			name = "unnamed"
		}
		in.name = name
		return name, body, nil
	}
}

// brokenBy tells a form that broke off from one that was too large as a whole.
func brokenBy(err error) error {
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return tooMuch
	}
	return broken
}

// isFile reports whether a part is of a field for files.
func isFile(part *multipart.Part) bool {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	_, named := params["filename"]
	return err == nil && named || part.FileName() != ""
}

// fileName gives the last part of a file's name as it was sent, without what
// steers a terminal or the direction of a line. It is sealed with the file and
// never names anything on this disk.
func fileName(part *multipart.Part) string {
	name := strings.ToValidUTF8(part.FileName(), "\ufffd")
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" || name == ".." {
		return ""
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '\ufffd'
		}
		return r
	}, name)
	for len(name) > maxName {
		_, rest := cutRune(name)
		name = rest
	}
	return name
}

// cutRune takes the first character off: of a name that is too long the end is
// kept, which says what kind of file it is.
func cutRune(s string) (first, rest string) {
	for i := range s {
		if i > 0 {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// field keeps one answer.
func (in *incoming) field(part *multipart.Part) error {
	name := part.FormName()
	value, err := io.ReadAll(io.LimitReader(part, maxLong+1))
	if err != nil {
		return brokenBy(err)
	}
	in.text += len(name) + len(value)
	if len(value) > maxLong || in.text > maxText || len(name) > 100 {
		return wordy
	}
	in.fields.Add(name, string(value))
	return nil
}

// drain reads what is left of a form that is refused, within reason, because
// browsers show no answer to a form that they could not send.
func (in *incoming) drain() {
	io.CopyN(io.Discard, in.body, maxDrain) // what can't be read will not be answered either
}

// delivery says how a form becomes a letter.
type delivery struct {
	open  func(ctx context.Context) (intake.Letter, error) // called once, when all that must stand first was read
	story func() (intake.Story, error)                     // called once, when all words were read
}

// hand makes a letter of a form as it comes, and sends it. If anything fails,
// nothing is recorded, and what was sealed of it is removed.
func (v *visit) hand(in *incoming, to delivery) (receipt intake.Receipt, err error) {
	defer func() {
		if err != nil && tell(err) != broken {
			in.drain()
		}
	}()
	leave, err := v.letters.take(v.r.Context(), v.Limits.Patience)
	if err != nil {
		return receipt, err
	}
	defer leave()
	if err := in.opens(); err != nil {
		return receipt, err
	}
	end, err := v.tokens.spend(in.token)
	if err != nil {
		v.gather(in)
		return receipt, err
	}
	defer func() { end(err == nil) }()
	l := &posting{visit: v, in: in, to: to, room: v.Limits.Letter, took: map[int64]int64{}}
	defer func() {
		if err != nil {
			l.abandon()
		}
	}()
	if err := l.files(); err != nil {
		return receipt, err
	}
	return l.send()
}

// gather reads the words of a form that can't be sent now, so that they can be
// shown again; the files behind them are not read.
func (v *visit) gather(in *incoming) {
	_, _, _ = in.next() // what breaks off here is told by what came before
}

// posting is a letter while its form comes.
type posting struct {
	*visit
	in     *incoming
	to     delivery
	letter intake.Letter
	room   int64           // bytes that its files may still have
	took   map[int64]int64 // of the quota for files, by day
}

// begin opens the letter, once.
func (l *posting) begin() (err error) {
	if l.letter == nil {
		l.letter, err = l.to.open(l.r.Context())
	}
	return err
}

func (l *posting) files() error {
	for {
		name, body, err := l.in.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if l.in.files > l.Limits.Files {
			return tooMany
		}
		if err := l.begin(); err != nil {
			return err
		}
		m := &metered{r: body, left: &l.room, most: l.Limits.File, quota: l.quota, taken: l.took}
		err = l.letter.File(name, m)
		if m.err != nil && m.err != io.EOF { // what the reader met says more than what became of it
			return brokenOr(m.err)
		}
		if err != nil {
			return err
		}
	}
}

// brokenOr gives what can be told of a reader's error: all but our own are of a
// sender who went away.
func brokenOr(err error) error {
	if t := told(""); errors.As(err, &t) {
		return t
	}
	return brokenBy(err)
}

func (l *posting) send() (receipt intake.Receipt, err error) {
	story, err := l.to.story()
	if err != nil {
		return receipt, err
	}
	if l.in.files == 0 && !says(story) {
		return receipt, nothing
	}
	if err := l.begin(); err != nil {
		return receipt, err
	}
	if err := l.keepsWords(int64(l.in.text)); err != nil {
		return receipt, err
	}
	if err := l.letter.Tell(story); err != nil {
		return receipt, err
	}
	return l.letter.Send(context.WithoutCancel(l.r.Context())) // whoever goes away now has handed it in
}

// abandon removes what was sealed, and gives back its part of the day.
func (l *posting) abandon() {
	for day, n := range l.took {
		l.quota.back(day, n)
	}
	if l.letter == nil {
		return
	}
	if err := l.letter.Abandon(); err != nil {
		l.Log.Error("parts of a letter that was not sent were not removed", "kind", fail.Of(err), "cause", fmt.Sprintf("%T", err))
	}
}
