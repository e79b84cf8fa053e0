package cli

import (
	"sanad/internal/core/custody"
	"sanad/internal/flow"
	"sanad/internal/format/claimedhash"
	"sanad/internal/ground/fail"
)

type hashesCmd struct {
	Check hashesCheckCmd `cmd:"" help:"Check the hashes that a file claims of others against the bytes in custody, and record what came of it."`
}

type hashesCheckCmd struct {
	Manifest string   `arg:"" help:"What claims the hashes: lines of md5sum, sha1sum, sha256sum or sha512sum, bare hashes, a table or JSON with paths and hashes; or an item that is such a file."`
	Case     string   `help:"Only items handed over for this investigation." placeholder:"CASE"`
	Source   string   `help:"Who gave the file, if it is not in custody yet; 'not stated' when absent." placeholder:"NAME"`
	Project  []string `help:"A project of Datashare, whose name it hashes with the bytes; may be given several times." placeholder:"NAME"`
	DryRun   bool     `help:"Say what would be recorded; the file is taken into custody, and nothing else recorded."`
}

// hashLine is a claimed hash that was checked.
type hashLine struct {
	Path      string              `json:"path"`
	Algorithm string              `json:"algorithm"`
	Claimed   string              `json:"claimed"`
	Verdict   claimedhash.Verdict `json:"verdict"` // equal, different, missing, preserve_fault, salted
	Weak      bool                `json:"weak"`    // equal files can be made for this algorithm
	Item      string              `json:"item,omitempty"`
	Project   string              `json:"project,omitempty"` // whose name was hashed with the bytes
	Line      int                 `json:"line"`
}

type hashFailure struct {
	Line  int    `json:"line"`
	Path  string `json:"path"`
	Error string `json:"error"`
}

// hashTotals counts claims by what came of them.
type hashTotals struct {
	Checked   int64 `json:"checked"`
	Equal     int64 `json:"equal"`
	Fault     int64 `json:"fault"` // hashed as Preserve did
	Salted    int64 `json:"salted"`
	Different int64 `json:"different"`
	Missing   int64 `json:"missing"`
	Weak      int64 `json:"weak"` // of the equal ones
	New       int64 `json:"new"`
}

type hashesChecked struct {
	Item string `json:"item"`
	hashTotals
	Hashes []hashLine    `json:"hashes"`
	Failed []hashFailure `json:"failed"`
}

func totalsOf(got flow.HashesChecked) hashTotals {
	return hashTotals{got.Checked, got.Equal, got.Fault, got.Salted, got.Different, got.Missing, got.Weak, got.New}
}

func (c *hashesCheckCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		held := importTableCmd{File: c.Manifest, Case: c.Case, Source: c.Source}
		if held.Case == "" {
			held.Case = flow.DefaultCase
		}
		item, err := held.held(s, a)
		if err != nil {
			return err
		}
		got, err := flow.CheckHashes(s.ctx, a.Archive, a.Actor, flow.HashRequest{File: item, Case: c.Case, Projects: c.Project, DryRun: c.DryRun}, s.progress())
		if err != nil {
			return err
		}
		out := hashesChecked{Item: item.String(), hashTotals: totalsOf(got), Hashes: []hashLine{}, Failed: []hashFailure{}}
		for _, r := range got.Results {
			out.Hashes = append(out.Hashes, viewHash(r))
		}
		for _, f := range got.Failed {
			out.Failed = append(out.Failed, hashFailure{f.Line, f.Path, f.Reason})
		}
		return s.answerThen(out, func() { tellHashes(s, out) }, hashesWrong(out.hashTotals, len(out.Failed)))
	})
}

// hashesWrong says what is not as it was claimed. That bytes differ from what
// somebody else claims breaks nothing here, so that it is no violation.
func hashesWrong(t hashTotals, failed int) error {
	bad := t.Different + t.Missing + int64(failed)
	if bad == 0 {
		return nil
	}
	return fail.New(fail.Partial, "%s could not be borne out by the bytes", many(bad, "claimed hash", "claimed hashes")).Do("each is named with what came of it")
}

func viewHash(r flow.HashCheck) hashLine {
	line := hashLine{Path: r.Path, Algorithm: r.Algorithm, Claimed: r.Hex, Verdict: r.Verdict, Weak: claimedhash.Weak(r.Algorithm), Project: r.Project, Line: r.Line}
	if !r.Item.IsZero() {
		line.Item = r.Item.String()
	}
	return line
}

func tellHashes(s *session, out hashesChecked) {
	for _, h := range out.Hashes {
		weak := ""
		if h.Weak {
			weak = ", a weak algorithm"
		}
		s.sayf("%s: %s (%s%s)%s", termWord("claimedhash", string(h.Verdict)), flat(pathOrNone(h.Path)), h.Algorithm, weak, before(", item ", short(h.Item)))
	}
	for _, f := range out.Failed {
		s.sayf("failed: line %d%s: %s", f.Line, before(", ", flat(f.Path)), f.Error)
	}
	s.sayf("%s: %d equal, %d hashed as Preserve did, %d with a project's name, %d different, %d missing; %s",
		many(out.Checked, "claimed hash", "claimed hashes"), out.Equal, out.Fault, out.Salted, out.Different, out.Missing, many(out.New, "new entry", "new entries"))
}

func pathOrNone(path string) string {
	if path == "" {
		return "(no name)"
	}
	return path
}

func short(sum string) string { return sum[:min(len(sum), 12)] }

// claimedHash is a claimed hash as the page of an item tells it.
type claimedHash struct {
	Algorithm string              `json:"algorithm"`
	Claimed   string              `json:"claimed"`
	Verdict   claimedhash.Verdict `json:"verdict"`
	Weak      bool                `json:"weak"`
	File      string              `json:"file"` // the item that claims it
	Line      int                 `json:"line,omitempty"`
	Path      string              `json:"path,omitempty"` // by which that file calls the item
	Project   string              `json:"project,omitempty"`
	Actor     string              `json:"actor"`
	Index     int64               `json:"index"`
}

func hashesOf(s *session, st flow.State, item custody.Item) ([]claimedHash, error) {
	all, err := st.HashClaims(s.ctx, item.Sum)
	out := []claimedHash{}
	for _, c := range all {
		out = append(out, claimedHash{c.Algorithm, c.Claimed, c.Verdict, claimedhash.Weak(c.Algorithm), c.File.String(), c.Line, c.Name, c.Project, c.Actor, c.Index})
	}
	return out, err
}

func tellClaimedHashes(s *session, all []claimedHash) {
	for _, h := range all {
		weak := ""
		if h.Weak {
			weak = " (a weak algorithm)"
		}
		s.sayf("  %6d  %s claimed by %s: %s%s", h.Index, h.Algorithm, short(h.File), termWord("claimedhash", string(h.Verdict)), weak)
	}
}
