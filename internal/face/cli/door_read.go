package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type doorSealedCmd struct {
	Submission string `arg:"" help:"The submission."`
	Out        string `required:"" help:"A folder that is not there yet." placeholder:"DIR"`
}

func (c *doorSealedCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		folder, err := s.Folder(c.Out)
		if err != nil {
			return err
		}
		letters, err := flow.ExportSealed(s.ctx, a.Archive, a.Actor, c.Submission, folder)
		if err == nil {
			err = folder.Finish()
		}
		if err != nil {
			return errors.Join(err, folder.Abort())
		}
		place, err := s.files().Place(c.Out)
		if err != nil {
			return err
		}
		return s.answer(sealedLetters{place, c.Submission, len(letters.Parts())}, func() {
			s.sayf("%s as it is sealed: read it where the key is, with sanad door read DIR --key FILE", many(int64(len(letters.Parts())), "part", "parts"))
		})
	})
}

type doorReadCmd struct {
	From string `arg:"" help:"The submission, or the folder that door sealed made."`
	Key  string `required:"" help:"File with a key holder's private key; it is read here and kept nowhere." placeholder:"FILE"`
	Out  string `help:"Write what was told and the files to this folder, which is not there yet." placeholder:"DIR"`
}

func (c *doorReadCmd) Run(s *session) error {
	identity, err := readKey(s, c.Key)
	if err != nil {
		return err
	}
	if s.files().IsFolder(c.From) {
		return c.readFolder(s, c.From, identity)
	}
	return s.with(func(a *Opened) error {
		letters, err := flow.Letters(s.ctx, a.Archive, a.Actor, c.From)
		if err != nil {
			return err
		}
		return c.read(s, letters, flow.LetterReader{Sealer: a.Sealer, Identity: identity, Open: a.OpenPart})
	})
}

// readFolder opens what lies sealed in a folder; it needs no archive.
func (c *doorReadCmd) readFolder(s *session, dir, identity string) error {
	f, err := s.files().Open(filepath.Join(dir, flow.LettersFile))
	if err != nil {
		return fail.New(fail.Usage, "%s holds no %s", dir, flow.LettersFile).Do("make it with sanad door sealed SUBMISSION --out DIR")
	}
	var letters flow.SealedLetters
	err = errors.Join(json.NewDecoder(f).Decode(&letters), f.Close())
	if err != nil {
		return fail.New(fail.Integrity, "reading %s: %w", flow.LettersFile, err)
	}
	open := func(_ context.Context, p intake.Part) (io.ReadCloser, error) {
		if strings.ContainsAny(p.Sum, `/\.`) {
			return nil, fail.New(fail.Integrity, "%q names no sealed part", p.Sum)
		}
		return s.files().Open(filepath.Join(dir, flow.LettersParts, p.Sum))
	}
	return c.read(s, letters, flow.LetterReader{Sealer: s.Sealer, Identity: identity, Open: open})
}

// readLetter is a letter in clear.
type readLetter struct {
	Entry    int64             `json:"entry"`
	At       time.Time         `json:"at"`
	By       string            `json:"by,omitempty"`
	Language string            `json:"language,omitempty"`
	Form     intake.Form       `json:"form,omitempty"`
	About    *intake.Reference `json:"about,omitempty"` // the entry that a correction is about
	Fields   []intake.Field    `json:"fields,omitempty"`
	Consent  *intake.Consent   `json:"consent,omitempty"`
	Answer   string            `json:"answer,omitempty"`
	Files    []readFile        `json:"files,omitempty"`
}

type readFile struct {
	Name  string `json:"name"`           // as the giver's machine had it
	Path  string `json:"path,omitempty"` // where it was written
	Bytes int64  `json:"bytes,omitempty"`
}

type readSubmission struct {
	Submission string       `json:"submission"`
	Letters    []readLetter `json:"letters"`
	Path       string       `json:"path,omitempty"`
}

func (c *doorReadCmd) read(s *session, letters flow.SealedLetters, r flow.LetterReader) error {
	out := readSubmission{Submission: letters.Submission}
	folder, err := c.folder(s, &out)
	if err != nil {
		return err
	}
	w := letterWriter{s: s, r: r, to: folder}
	for n, l := range letters.Letters {
		read, err := w.letter(n+1, l)
		if err != nil {
			return errors.Join(err, w.abort())
		}
		out.Letters = append(out.Letters, read)
	}
	if folder != nil {
		if err := folder.Finish(); err != nil {
			return errors.Join(err, w.abort())
		}
	}
	return s.answer(out, func() { tellRead(s, out) })
}

func (c *doorReadCmd) folder(s *session, out *readSubmission) (Folder, error) {
	if c.Out == "" {
		return nil, nil
	}
	var err error
	if out.Path, err = s.files().Place(c.Out); err != nil {
		return nil, err
	}
	return s.OwnFolder(c.Out)
}

// letterWriter opens letters, and writes them to a folder if there is one.
type letterWriter struct {
	s  *session
	r  flow.LetterReader
	to Folder
}

func (w letterWriter) abort() error {
	if w.to == nil {
		return nil
	}
	return w.to.Abort()
}

func (w letterWriter) letter(n int, l flow.SealedLetter) (out readLetter, err error) {
	out = readLetter{Entry: l.Entry, At: l.At, By: l.By}
	if l.Answer != nil {
		if out.Answer, err = w.r.Answer(w.s.ctx, *l.Answer); err != nil {
			return out, err
		}
		return out, w.keep(fmt.Sprintf("%d-answer.txt", n), []byte(out.Answer+"\n"))
	}
	story, told, err := w.r.Story(w.s.ctx, *l.Story)
	if err != nil {
		return out, err
	}
	out.Language, out.Form, out.About, out.Fields, out.Consent = story.Language, story.Form, story.About, story.Fields, &story.Consent
	if err := w.keep(fmt.Sprintf("%d-letter/story.json", n), told); err != nil {
		return out, err
	}
	for i, p := range l.Files {
		f, err := w.file(n, i+1, p)
		if err != nil {
			return out, err
		}
		out.Files = append(out.Files, f)
	}
	return out, nil
}

func (w letterWriter) keep(name string, data []byte) error {
	if w.to == nil {
		return nil
	}
	f, err := w.to.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func (w letterWriter) file(letter, n int, p intake.Part) (out readFile, err error) {
	if w.to == nil {
		out.Name, err = w.r.Name(w.s.ctx, p)
		return out, err
	}
	err = w.r.File(w.s.ctx, p, func(name string, data io.Reader) error {
		out.Name, out.Path = name, fmt.Sprintf("%d-letter/%s", letter, flow.SafeName(n, name))
		f, err := w.to.Create(out.Path)
		if err != nil {
			return err
		}
		out.Bytes, err = io.Copy(f, data)
		return errors.Join(err, f.Close())
	})
	return out, err
}

func tellRead(s *session, v readSubmission) {
	for _, l := range v.Letters {
		if l.Answer != "" {
			s.sayf("%s, %s wrote:\n%s\n", l.At.Format("2006-01-02"), l.By, l.Answer)
			continue
		}
		s.sayf("%s, the giver wrote:", l.At.Format("2006-01-02"))
		if l.Form == intake.FormCorrection {
			s.sayf("  a correction%s", before(" of ", aboutID(l.About)))
		}
		for _, f := range l.Fields {
			s.sayf("  %s: %s", f.Name, strings.ReplaceAll(f.Value, "\n", "\n    "))
		}
		if l.Consent != nil {
			s.sayf("  agreed to: %s", usesOf(*l.Consent))
		}
		for _, f := range l.Files {
			s.sayf("  file: %s%s", oneLine(f.Name), before(", written to ", f.Path))
		}
		s.sayf("")
	}
	if v.Path != "" {
		s.sayf("written to %s: look at files of strangers on a machine that can be lost", v.Path)
	}
}

func aboutID(a *intake.Reference) string {
	if a == nil {
		return ""
	}
	return a.ID
}

// usesOf writes what was agreed to.
func usesOf(c intake.Consent) string {
	var uses []string
	for _, u := range c.Uses {
		name := string(u)
		if u == intake.ToNamedCourt && c.Court != "" {
			name += " (" + oneLine(c.Court) + ")"
		}
		uses = append(uses, name)
	}
	if len(uses) == 0 {
		return "nothing"
	}
	return strings.Join(uses, ", ")
}

type doorTakeCmd struct {
	Submission string `arg:"" help:"The submission."`
	Key        string `required:"" help:"File with a key holder's private key; it is read here and kept nowhere." placeholder:"FILE"`
}

func (c *doorTakeCmd) Run(s *session) error {
	identity, err := readKey(s, c.Key)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		items := []itemTaken{}
		out, err := flow.TakeSubmission(s.ctx, a.Within, a.Actor, c.Submission, flow.LetterReader{Sealer: a.Sealer, Identity: identity, Open: a.OpenPart}, func(t flow.Taken) error {
			if t.Err == nil {
				items = append(items, itemTaken{t.Item.String(), t.Name.Text, t.Bytes})
			}
			return nil
		})
		if err != nil {
			return err
		}
		return s.answer(map[string]any{"submission": c.Submission, "accession": out.Accession, "items": items, "consent": out.Consent}, func() {
			s.sayf("%s in custody, sealed, as accession %s; agreed to: %s", many(out.Items, "item", "items"), out.Accession, usesOf(out.Consent))
		})
	})
}

type doorNearCmd struct {
	Case string `help:"The case." default:"main"`
	Key  string `required:"" help:"File with a key holder's private key; it is read here and kept nowhere." placeholder:"FILE"`
}

func (c *doorNearCmd) Run(s *session) error {
	identity, err := readKey(s, c.Key)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		moved, err := flow.GroupNear(s.ctx, a.Archive, a.Actor, c.Case, flow.LetterReader{Sealer: a.Sealer, Identity: identity, Open: a.OpenPart}, s.progress())
		if err != nil {
			return err
		}
		return s.answer(map[string]any{"moved": moved, "case": c.Case}, func() {
			s.sayf("%s now with others that tell almost the same", many(int64(moved), "submission stands", "submissions stand"))
		})
	})
}

type itemTaken struct {
	ID    string `json:"id"`
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
}

// maxText bounds what is read from standard input as a text.
const maxText = 1 << 20

// readText reads a text from standard input.
func (s *session) readText() (string, error) {
	if s.Terminal {
		s.notef("write the text, then end it with Ctrl-D on a line of its own:")
	}
	data, err := io.ReadAll(io.LimitReader(s.In, maxText))
	if err != nil {
		return "", fail.New(fail.Failed, "reading standard input: %w", err)
	}
	return strings.TrimSpace(string(data)), nil
}

// sealedLetters is where the letters of a submission lie as they are sealed.
type sealedLetters struct {
	Path       string `json:"path"`
	Submission string `json:"submission"`
	Parts      int    `json:"parts"`
}
