package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type proveCmd struct {
	ID  string `arg:"" help:"An item, a claim, a release, an accession, a row, or the number of an entry."`
	All bool   `help:"Open every field, also those that stay closed in a release."`
	Out string `help:"Write the proofs as files into this new folder." placeholder:"FOLDER"`

	Cosigned bool `help:"Prove it under the newest checkpoint that witnesses signed, with their lines."`
}

type provedView struct {
	Index      int64           `json:"index"`
	Kind       string          `json:"kind"`
	Disclosure json.RawMessage `json:"disclosure"`
	Proof      string          `json:"proof"`
}

// provedAll is the proof of a thing, an entry at a time.
type provedAll struct {
	ID     string       `json:"id"`
	Key    string       `json:"key"`
	Proofs []provedView `json:"proofs"`
	Path   string       `json:"path,omitempty"`
}

func (c *proveCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		proofs, err := flow.Prove(s.ctx, a.Archive, a.Actor, c.ID, c.All, c.Cosigned)
		if err != nil {
			return err
		}
		out := provedAll{ID: c.ID, Key: a.Key}
		for _, p := range proofs {
			out.Proofs = append(out.Proofs, provedView{p.Index, p.Kind, p.Disclosure, string(p.Proof)})
		}
		if c.Out != "" {
			if out.Path, err = writeProofs(s, a, c.Out, proofs, ""); err != nil {
				return err
			}
		}
		return s.answer(out, func() {
			for _, p := range proofs {
				s.sayf("entry %d, %s", p.Index, p.Kind)
				if c.Out == "" {
					fmt.Fprint(s.Out, string(p.Disclosure), string(p.Proof))
				}
			}
			if out.Path != "" {
				s.sayf("written to %s; check it: sanad-verify %s", out.Path, out.Path)
			}
		})
	})
}

// writeProofs puts each proof beside what it proves, and the key, and what is told in
// words if there is something to tell.
func writeProofs(s *session, a *Opened, out string, proofs []flow.Proved, told string) (string, error) {
	dest, err := s.files().Place(out)
	if err != nil {
		return "", err
	}
	folder, err := s.Folder(dest)
	if err != nil {
		return "", err
	}
	put := func(name string, data []byte) error {
		w, err := folder.Create(name)
		if err != nil {
			return err
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
		return w.Close()
	}
	err = put("key", []byte(a.Key+"\n"))
	for _, p := range proofs {
		name := fmt.Sprintf("entry-%d", p.Index)
		if err == nil {
			err = put(name+".json", p.Disclosure)
		}
		if err == nil {
			err = put(name+".tlog-proof", p.Proof)
		}
	}
	if err == nil && told != "" {
		err = put("notice.txt", []byte(told))
	}
	if err != nil {
		if aborted := folder.Abort(); aborted != nil {
			return "", fmt.Errorf("%w; and: %w", err, aborted)
		}
		return "", err
	}
	return dest, folder.Finish()
}

type verifyCmd struct {
	Fixity bool `help:"Read every byte and compare its SHA-256."`
	Sample int  `help:"With --fixity: only this many originals, drawn by chance." placeholder:"N"`
}

type violationView struct {
	Kind   string `json:"kind"`
	ID     string `json:"id"`
	Detail string `json:"detail"`
}

type verified struct {
	OK         bool            `json:"ok"`
	Items      int64           `json:"items"`
	Bytes      int64           `json:"bytes"`
	Events     int64           `json:"events"`
	Fixity     bool            `json:"fixity"`
	Violations []violationView `json:"violations"`
	Unnamed    int64           `json:"unnamed,omitempty"` // violations beyond those named
	Notes      []string        `json:"notes"`
}

func (c *verifyCmd) Run(s *session) error {
	if c.Sample > 0 && !c.Fixity {
		return fail.New(fail.Usage, "--sample goes with --fixity")
	}
	return s.with(func(a *Opened) error {
		if a.Actor.Bounded() { // it tells what the whole archive holds
			if err := a.Actor.MayEverywhere(guard.ToRead); err != nil {
				return err
			}
		}
		got, err := flow.Check(s.ctx, a.Whole, flow.CheckRequest{Fixity: c.Fixity, Sample: c.Sample, Views: a.Views, Seen: a.Seen}, s.progress())
		if err != nil {
			return err
		}
		out := verified{OK: got.OK(), Items: got.Items, Bytes: got.Bytes, Events: got.Events, Fixity: c.Fixity, Violations: []violationView{}, Unnamed: got.Unnamed, Notes: append([]string{}, got.Notes...)}
		for _, v := range got.Violations {
			out.Violations = append(out.Violations, violationView{v.Kind, v.ID, v.Detail})
		}
		if err := s.answer(out, func() { tellVerified(s, out, c.Sample) }); err != nil {
			return err
		}
		if !out.OK {
			return fail.New(fail.Integrity, "%s found", many(int64(len(out.Violations))+out.Unnamed, "violation", "violations"))
		}
		return nil
	})
}

func tellVerified(s *session, v verified, sample int) {
	how := "all originals are there with their size; their bytes were not read (--fixity reads them)"
	switch {
	case v.Fixity && sample > 0:
		how = fmt.Sprintf("%s, at most %d, drawn by chance have the SHA-256 they are named by; the others were not read", many(v.Items, "original", "originals"), sample)
	case v.Fixity:
		how = "all originals have the SHA-256 they are named by"
	}
	s.sayf("%s in the ledger, %s (%s)", many(v.Events, "entry", "entries"), many(v.Items, "original", "originals"), size(v.Bytes))
	for _, n := range v.Notes {
		s.sayf("note: %s", n)
	}
	for _, x := range v.Violations {
		s.sayf("VIOLATION %s %s: %s", x.Kind, x.ID, x.Detail)
	}
	if v.OK {
		s.sayf("ok: the ledger bears out its checkpoint, %s, and the views are what the ledger makes of them", how)
	}
}

type rebuildCmd struct{}

func (c *rebuildCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := a.Actor.MayEverywhere(guard.ToExport); err != nil {
			return err
		}
		var events int64
		progress := s.progress()
		err := a.Rebuild(s.ctx, func(done, total int64) {
			events = total
			progress("making the views again", done, total)
		})
		if err != nil {
			return err
		}
		return s.answer(map[string]int64{"events": events}, func() { s.sayf("made the views again from %s", many(events, "entry", "entries")) })
	})
}

type backupCmd struct {
	File      string   `arg:"" help:"The file to write; it must not exist."`
	Recipient []string `help:"Encrypt it to this post-quantum age public key, or a file with one, as key new writes it; may be given more than once." sep:"none"`
}

func (c *backupCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := a.Actor.MayEverywhere(guard.ToExport); err != nil {
			return err // before the key is read and a file begun
		}
		private, err := a.Private(s.ctx)
		if err != nil {
			return err
		}
		w, err := s.Ports.Backup(c.File, c.Recipient)
		if err != nil {
			return err
		}
		out, err := flow.Backup(s.ctx, a.Whole, a.Actor, s.Clock(), private, w, s.progress())
		if err != nil {
			return err // the partial file keeps its passing name
		}
		if err := w.Close(); err != nil {
			return fail.New(fail.Failed, "finishing the backup: %w", err)
		}
		path, err := filepath.Abs(c.File)
		if err != nil {
			return err
		}
		if len(c.Recipient) == 0 {
			s.notef("note: whoever reads this file can read the archive and sign in its name; encrypt it with --recipient, or keep it as safe as the archive")
		}
		return s.answerThen(struct {
			Path string `json:"path"`
			flow.BackedUp
		}{path, out}, func() { tellBackedUp(s, "backed up", path, out) }, missing(out))
	})
}

func tellBackedUp(s *session, did, path string, b flow.BackedUp) {
	s.sayf("%s %s, %s and %s (%s): %s", did, many(b.Events, "entry", "entries"), many(b.Originals, "original", "originals"), many(b.Renditions, "rendition", "renditions"), size(b.Bytes), path)
	for _, name := range b.Missing {
		s.sayf("missing: %s", name)
	}
}

type restoreCmd struct {
	File     string `arg:"" help:"The backup."`
	Dir      string `arg:"" help:"The folder to make the archive in; new or empty."`
	DB       string `name:"db" help:"PostgreSQL database instead of SQLite; it must be empty." placeholder:"postgres://..."`
	Blobs    string `help:"S3 bucket for originals instead of this disk." placeholder:"s3://..."`
	Identity string `help:"File with the private key, if the backup is encrypted." placeholder:"FILE"`
}

func (c *restoreCmd) Run(s *session) error {
	out, err := s.Restore(s.ctx, c.File, c.Dir, RestoreRequest{DB: c.DB, Blobs: c.Blobs, Identity: c.Identity, Progress: s.progress()})
	if err != nil {
		return err
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return err
	}
	s.notef("note: this archive goes on from the last entry of the backup; if a later checkpoint was ever handed out, write nothing here, or outsiders will find two histories")
	return s.answerThen(struct {
		Archive string `json:"archive"`
		flow.BackedUp
	}{dir, out}, func() { tellBackedUp(s, "restored", dir, out) }, missing(out))
}

// missing tells that a backup lacks what was lost before it was made.
func missing(b flow.BackedUp) error {
	if len(b.Missing) == 0 {
		return nil
	}
	return fail.New(fail.Partial, "%s lost or altered before the backup was made, and not in it", many(int64(len(b.Missing)), "file was", "files were")).Do("they are named; sanad verify --fixity tells more")
}

type doctorCmd struct{}

func (c *doctorCmd) Run(s *session) error {
	findings := s.Doctor(s.ctx, s.Archive)
	ok := true
	for _, f := range findings {
		ok = ok && f.OK
	}
	return s.answer(struct {
		OK       bool      `json:"ok"`
		Findings []Finding `json:"findings"`
	}{ok, findings}, func() {
		for _, f := range findings {
			mark := "ok  "
			if !f.OK {
				mark = "look"
			}
			s.sayf("%s  %-16s %s", mark, f.Name, f.Detail)
			if f.Do != "" {
				s.sayf("                        do: %s", f.Do)
			}
		}
	})
}

// readLine reads one line from standard input, for passwords.
func (s *session) readLine() (string, error) {
	data, err := io.ReadAll(io.LimitReader(s.In, 4096))
	if err != nil {
		return "", fail.New(fail.Failed, "reading standard input: %w", err)
	}
	line, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimSuffix(line, "\r"), nil
}
