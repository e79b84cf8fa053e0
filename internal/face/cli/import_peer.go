package cli

import (
	"strconv"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// importPeer is what all imports of other programs' exports take.
type importPeer struct {
	Path     string `arg:"" help:"The export: a file, a folder with all its files, an archive file of them, or an item."`
	Case     string `help:"The investigation." default:"main"`
	Source   string `help:"Who gave the export, if it is not in custody yet; 'not stated' when absent." placeholder:"NAME"`
	List     string `help:"How the names of its lists begin, and who says so; the program's name when absent." placeholder:"NAME"`
	Replaces bool   `help:"These files are the newer whole: rows that they have no more are retired."`
	DryRun   bool   `help:"Say what would be made; the files are taken into custody, and nothing claimed."`
}

type importUwaziCmd struct {
	importPeer
	Map string `help:"The mapping of the table, instead of what its headings say." placeholder:"MAP.yaml"`
}

type importBayanatCmd struct{ importPeer }

type importOpenEvSysCmd struct{ importPeer }

type peerList struct {
	List    string `json:"list"`
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Item    string `json:"item"`
	Version int    `json:"version"`
	Records int64  `json:"records"`
	Claims  int64  `json:"claims"`
	Retired int    `json:"retired"`
	Mapping string `json:"mapping"`
}

type peerFailure struct {
	Table  string `json:"table"`
	Record string `json:"record"`
	Column string `json:"column"`
	Error  string `json:"error"`
	Kept   bool   `json:"kept"`
}

type peerUnmapped struct {
	Table  string `json:"table"`
	Column string `json:"column"`
	Values int64  `json:"values"`
}

// importedPeer is what came of an export.
type importedPeer struct {
	Rows         int64          `json:"rows"`
	Records      int64          `json:"records"`
	Claims       int64          `json:"claims"`
	New          int64          `json:"new"`
	Files        int            `json:"files"`        // of the export, in custody
	Hidden       int64          `json:"hidden"`       // records that the program kept from whoever exported
	Confidential int64          `json:"confidential"` // rows that the program marks so
	Lists        []peerList     `json:"lists"`
	Failed       []peerFailure  `json:"failed"`
	Unmapped     []peerUnmapped `json:"unmapped"`
	Fingerprint  string         `json:"fingerprint"`
	Hashes       hashTotals     `json:"hashes"`
	Checks       []hashLine     `json:"checks"` // claimed hashes that are not equal
}

func (c *importUwaziCmd) Run(s *session) error {
	mapping := ""
	if c.Map != "" {
		data, err := s.readSmall(c.Map)
		if err != nil {
			return fail.New(fail.Usage, "reading the mapping: %w", err)
		}
		mapping = string(data)
	}
	return c.run(s, flow.Uwazi, mapping)
}

func (c *importBayanatCmd) Run(s *session) error   { return c.run(s, flow.Bayanat, "") }
func (c *importOpenEvSysCmd) Run(s *session) error { return c.run(s, flow.OpenEvSys, "") }

func (c *importPeer) run(s *session, peer, mapping string) error {
	return s.with(func(a *Opened) error {
		files, failed, err := c.files(s, a, peer)
		if err != nil {
			return err
		}
		got, err := flow.ImportPeer(s.ctx, a.Archive, a.Actor, flow.PeerRequest{Peer: peer, Files: files, Case: c.Case, List: c.List, Mapping: mapping, Replaces: c.Replaces, DryRun: c.DryRun}, s.progress())
		if err != nil {
			return err
		}
		got.Failed = append(failed, got.Failed...)
		out := viewPeer(got, len(files))
		return s.answerThen(out, func() { tellPeer(s, out, c.DryRun) }, peerPartly(out, c.DryRun))
	})
}

func peerPartly(out importedPeer, dry bool) error {
	bad := int64(len(out.Failed)) + out.Hashes.Different + out.Hashes.Missing
	if bad == 0 {
		return nil
	}
	return fail.New(fail.Partial, "%s could not be used, only as written, or not be borne out", many(bad, "value, file or claimed hash", "values, files and claimed hashes")).
		Do("each is named with its reason; %s", map[bool]string{true: "nothing was recorded", false: "the rest was imported"}[dry])
}

// files takes the export into custody and reads the files that hold its records.
func (c *importPeer) files(s *session, a *Opened, peer string) (files []flow.PeerFile, failed []flow.PeerFailure, err error) {
	if s.files().There(c.Path) != nil {
		item, err := findItem(s, a, c.Path)
		if err != nil {
			return nil, nil, fail.New(fail.Usage, "%s is neither a file, a folder nor an item", c.Path)
		}
		files = []flow.PeerFile{{Name: item.Name.Text, Item: item.Sum}}
	} else {
		if c.Source == "" {
			c.Source = "not stated"
		}
		req := flow.CollectRequest{Case: c.Case, Source: custody.Source{Name: c.Source}, Note: "taken in by an import of " + peer, Label: guard.Case}
		if files, failed, err = flow.TakeExport(s.ctx, a.Within, a.Archive, a.Actor, req, s.Walk([]string{c.Path})); err != nil {
			return files, failed, err
		}
	}
	for _, f := range files {
		if !isArchiveFile(f.Name) {
			continue
		}
		if err := readItem(s, a, f.Item); err != nil {
			return files, failed, err
		}
		inside, err := flow.Inside(s.ctx, a.Archive, f.Item)
		if err != nil {
			return files, failed, err
		}
		files = append(files, inside...)
	}
	for _, f := range flow.PeerTables(peer, files) {
		if err := readItem(s, a, f.Item); err != nil {
			return files, failed, err
		}
	}
	return files, failed, nil
}

func isArchiveFile(name string) bool {
	name = strings.ToLower(name)
	for _, end := range []string{".zip", ".tar", ".tar.gz", ".tgz", ".7z"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

func viewPeer(got flow.PeerImported, files int) importedPeer {
	out := importedPeer{Rows: got.Rows, Records: got.Records, Claims: got.Claims, New: got.New + got.Hashes.New, Files: files, Hidden: got.Hidden, Confidential: got.Confidential,
		Lists: []peerList{}, Failed: []peerFailure{}, Unmapped: []peerUnmapped{}, Fingerprint: got.Fingerprint, Hashes: totalsOf(got.Hashes), Checks: []hashLine{}}
	for _, l := range got.Lists {
		out.Lists = append(out.Lists, peerList{l.List, l.Name, l.Kind, l.Item.String(), l.Version, l.Records, l.Claims, l.Retired, l.Mapping})
	}
	for _, f := range got.Failed {
		out.Failed = append(out.Failed, peerFailure(f))
	}
	for _, f := range got.Hashes.Failed {
		out.Failed = append(out.Failed, peerFailure{Table: f.Path, Error: f.Reason})
	}
	for _, u := range got.Unmapped {
		out.Unmapped = append(out.Unmapped, peerUnmapped(u))
	}
	for _, h := range got.Hashes.Results {
		if line := viewHash(h); line.Verdict != "equal" {
			out.Checks = append(out.Checks, line)
		}
	}
	return out
}

func tellPeer(s *session, out importedPeer, dry bool) {
	verb := map[bool]string{true: "would make ", false: ""}[dry]
	for _, l := range out.Lists {
		s.sayf("%slist %s (%s): %s, %s%s", verb, l.Name, l.Kind, many(l.Records, "record", "records"), many(l.Claims, "claim", "claims"), before(", version ", versionText(l.Version)))
	}
	s.sayf("%s%s with %s; %s", verb, many(out.Records, "record", "records"), many(out.Claims, "claim", "claims"), many(out.New, "new entry", "new entries"))
	for _, u := range out.Unmapped {
		s.sayf("left: %s, %s: %s of which nothing is claimed", flat(u.Table), flat(u.Column), many(u.Values, "value", "values"))
	}
	if out.Hidden > 0 {
		s.sayf("%s kept from whoever exported", many(out.Hidden, "record was", "records were"))
	}
	if out.Confidential > 0 {
		s.sayf("%s marked confidential there: who may see them here is decided by the case and the label of the files", many(out.Confidential, "row is", "rows are"))
	}
	if h := out.Hashes; h.Checked > 0 {
		s.sayf("%s: %d equal, %d hashed as Preserve did, %d with a project's name, %d different, %d missing", many(h.Checked, "claimed hash", "claimed hashes"), h.Equal, h.Fault, h.Salted, h.Different, h.Missing)
	}
	for _, h := range out.Checks {
		s.sayf("%s: %s (%s)", termWord("claimedhash", string(h.Verdict)), flat(pathOrNone(h.Path)), h.Algorithm)
	}
	for _, f := range out.Failed {
		s.sayf("%s: %s%s%s: %s", map[bool]string{true: "doubtful", false: "failed"}[f.Kept], flat(f.Table), before(", record ", flat(f.Record)), before(", ", flat(f.Column)), flat(f.Error))
	}
}

func versionText(n int) string {
	if n < 2 {
		return ""
	}
	return strconv.Itoa(n)
}
