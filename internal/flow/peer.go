package flow

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/format/recordtable"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
)

// Peers are programs whose exports are imported by what they are, without a
// mapping.
const (
	Uwazi     = "uwazi"
	Bayanat   = "bayanat"
	OpenEvSys = "openevsys"
)

// PeerFile is a file of an export, in custody.
type PeerFile struct {
	Name string // as it was found, with its folders
	Item custody.Sum
}

// PeerRequest names the files of an export. Those that PeerTables gives MUST have
// been read.
type PeerRequest struct {
	Peer     string
	Files    []PeerFile
	Case     string
	List     string // how its lists' names begin, and who says so; the program's name when absent
	Mapping  string // of a table of Uwazi, instead of what its headings say
	Replaces bool   // rows that these files have no more are retired
	DryRun   bool
}

// PeerList is a list that an export became.
type PeerList struct {
	List, Name, Kind string
	Item             custody.Sum
	Version          int
	Records, Claims  int64
	Retired          int
	Mapping          string
}

// PeerFailure is a record, or a value of it, that could not be used.
type PeerFailure struct {
	Table  string // list or file
	Record string // its own number, or its row
	Column string
	Error  string
	Kept   bool // as it is written
}

// Unmapped is a column or member of which no claim was made, with how many values
// it has. The values themselves are not told: they stand in the file.
type Unmapped struct {
	Table, Column string
	Values        int64
}

// PeerImported sums up an import.
type PeerImported struct {
	Rows, Records, Claims, New int64
	Hidden                     int64 // records the program kept from whoever exported
	Confidential               int64 // rows that it marks so
	Lists                      []PeerList
	Failed                     []PeerFailure
	Unmapped                   []Unmapped
	Fingerprint                string
	Hashes                     HashesChecked
}

// peerTable is a table on its way in.
type peerTable struct {
	item    custody.Sum
	name    string
	kind    string
	mapping string
	rows    int64         // that are meant; 0: all
	source  *recordSource // nil: the rows of the item itself
}

// ImportPeer imports an export of a peer program: its records become rows of
// lists, each value a claim cited to its place, what is left is named, and hashes
// that the export claims of its files are checked. Importing the same files again
// changes nothing, and an import that was interrupted goes on. Files that have
// changed become the next versions of the lists. The book of a must be the book as
// the actor may know it.
func ImportPeer(ctx context.Context, a *Archive, actor guard.Actor, req PeerRequest, progress Progress) (PeerImported, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return PeerImported{}, err
	}
	names := map[string]string{Uwazi: "Uwazi", Bayanat: "Bayanat", OpenEvSys: "OpenEvSys"}
	if names[req.Peer] == "" {
		return PeerImported{}, fail.New(fail.Usage, "nobody here reads exports of %q", req.Peer)
	}
	if req.Mapping != "" && req.Peer != Uwazi {
		return PeerImported{}, fail.New(fail.Usage, "a mapping can be given for tables of Uwazi alone")
	}
	req.Case, req.List = cmp.Or(req.Case, DefaultCase), cmp.Or(req.List, names[req.Peer])
	p := &peerImporter{a: a, actor: actor, req: req, progress: progress, along: newAlong()}
	p.along.lenient = true
	for _, f := range req.Files {
		p.along.files[lastOf(splitPath(f.Name))] = f.Item
	}
	tables, err := p.tables(ctx)
	if err != nil {
		return p.out, err
	}
	var prints []string
	for _, t := range tables {
		t.mapping += p.filesOf(t.mapping)
		print, err := p.table(ctx, t)
		if err != nil {
			return p.out, err
		}
		prints = append(prints, print)
	}
	p.out.Fingerprint = canon.ID("f", "sanad/peer/v1", canon.Strings(prints...)...)
	return p.out, p.hashes(ctx)
}

// filesOf gives a line that names all files which came along, for a mapping that
// speaks of files: when others come, the list is to be read again.
func (p *peerImporter) filesOf(mappingText string) string {
	if !strings.Contains(mappingText, "form: file") && !strings.Contains(mappingText, `form: "file"`) {
		return ""
	}
	var sums []string
	for _, f := range p.req.Files {
		sums = append(sums, f.Item.String())
	}
	slices.Sort(sums)
	return fmt.Sprintf("# with the files %s\n", canon.ID("f", "sanad/peer/files/v1", canon.Strings(slices.Compact(sums)...)...))
}

type peerImporter struct {
	a        *Archive
	actor    guard.Actor
	req      PeerRequest
	progress Progress
	along    *along
	claimed  []HashRequest
	out      PeerImported
}

func (p *peerImporter) tables(ctx context.Context) (tables []peerTable, err error) {
	switch p.req.Peer {
	case Uwazi:
		tables, err = p.uwazi(ctx)
	case Bayanat:
		tables, err = p.bayanat(ctx)
	default:
		tables, err = p.openevsys(ctx)
	}
	if err == nil && len(tables) == 0 {
		err = p.nothing()
	}
	return tables, err
}

// nothing says why nothing can be imported.
func (p *peerImporter) nothing() error {
	if len(p.out.Failed) > 0 {
		f := p.out.Failed[0]
		return fail.New(fail.Usage, "nothing in these files can be imported: %s: %s", f.Table, f.Error)
	}
	for _, u := range p.out.Unmapped {
		return fail.New(fail.Usage, "nothing in these files can be imported as it is: nobody can say what the %s %s is", u.Table, u.Column).Do("say it by a mapping: --map MAP.yaml")
	}
	return fail.New(fail.Usage, "the files hold no record of %s", p.req.Peer)
}

func (p *peerImporter) fail(table, record, column, format string, args ...any) {
	if len(p.out.Failed) < maxFailed {
		p.out.Failed = append(p.out.Failed, PeerFailure{Table: table, Record: record, Column: column, Error: fmt.Sprintf(format, args...)})
	}
}

func (p *peerImporter) left(table string, columns map[string]int64) {
	for _, column := range slices.Sorted(maps.Keys(columns)) {
		p.out.Unmapped = append(p.out.Unmapped, Unmapped{table, column, columns[column]})
	}
}

// table imports one table and gives its fingerprint.
func (p *peerImporter) table(ctx context.Context, t peerTable) (string, error) {
	req := ImportRequest{Item: t.item, Case: p.req.Case, Mapping: t.mapping, DryRun: p.req.DryRun, along: p.along}
	if t.source != nil {
		req.source = t.source
	}
	if err := p.mayReplace(ctx, t, req); err != nil {
		return "", err
	}
	got, err := Import(ctx, p.a, p.actor, req, p.progress)
	p.out.New += got.New
	if err != nil {
		return "", fmt.Errorf("importing the list %s: %w", t.name, err)
	}
	p.out.Rows, p.out.Records, p.out.Claims = p.out.Rows+cmp.Or(t.rows, got.Rows), p.out.Records+got.Records, p.out.Claims+got.Claims
	p.out.Lists = append(p.out.Lists, PeerList{got.List, t.name, t.kind, t.item, got.Version, got.Records, got.Claims, len(got.Retired), t.mapping})
	for _, f := range got.Failed {
		if len(p.out.Failed) < maxFailed {
			p.out.Failed = append(p.out.Failed, PeerFailure{t.name, t.recordOf(f.Row), f.Column, f.Error, f.Kept})
		}
	}
	p.left(t.name, got.Unmapped)
	return got.Fingerprint, nil
}

// recordOf names a row as its program does.
func (t peerTable) recordOf(row int) string {
	if row == 0 {
		return ""
	}
	if t.source != nil && row >= 2 && row-2 < len(t.source.table.Rows) {
		return t.source.table.Rows[row-2][0].Text
	}
	return fmt.Sprint(row)
}

// mayReplace refuses to retire rows of a list that is here without being told:
// programs export what somebody searched for as often as the whole.
func (p *peerImporter) mayReplace(ctx context.Context, t peerTable, req ImportRequest) error {
	if p.req.Replaces {
		return nil
	}
	newer := false
	err := p.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		lists, err := s.Lists(ctx, p.req.Case)
		for _, l := range lists {
			newer = newer || l.Name == t.name && l.Complete && l.Fingerprint != person.Fingerprint(t.item, t.mapping)
		}
		return err
	})
	if err != nil || !newer {
		return err
	}
	req.DryRun = true
	got, err := Import(ctx, p.a, p.actor, req, p.progress)
	if err != nil || len(got.Retired) == 0 {
		return err
	}
	return fail.New(fail.Conflict, "%d of the rows of the list %s are not in these files", len(got.Retired), t.name).
		Do("give --replaces if the files are the newer whole, or --list NAME to keep them as lists of their own")
}

// hashes checks what the export claims of its files.
func (p *peerImporter) hashes(ctx context.Context) error {
	for _, f := range p.req.Files {
		if isManifest(f.Name) {
			p.claimed = append(p.claimed, HashRequest{File: f.Item})
		}
	}
	for _, req := range p.claimed {
		req.DryRun, req.Among = p.req.DryRun, p.req.Files
		got, err := CheckHashes(ctx, p.a, p.actor, req, p.progress)
		if fail.Of(err) == fail.Usage {
			p.fail(req.File.String()[:12], "", "", "%v", err)
			continue
		}
		h := &p.out.Hashes
		h.Checked, h.Equal, h.Fault, h.Salted = h.Checked+got.Checked, h.Equal+got.Equal, h.Fault+got.Fault, h.Salted+got.Salted
		h.Different, h.Missing, h.Weak, h.New = h.Different+got.Different, h.Missing+got.Missing, h.Weak+got.Weak, h.New+got.New
		h.Results, h.Failed = append(h.Results, got.Results...), append(h.Failed, got.Failed...)
		if err != nil {
			return err
		}
	}
	return nil
}

// isManifest reports whether a file of an export is named as lists of hashes are.
func isManifest(name string) bool {
	name = strings.ToLower(lastOf(splitPath(name)))
	for _, end := range []string{".md5", ".sha1", ".sha256", ".sha384", ".sha512", "md5sums", "sha1sums", "sha256sums", "sha512sums"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return name == "aggregatechecksum.txt" || strings.HasPrefix(name, "manifest-") && strings.HasSuffix(name, ".txt")
}

// PeerTables gives the files of an export that hold its records, which have to be
// read before it is imported.
func PeerTables(peer string, files []PeerFile) []PeerFile {
	return slices.DeleteFunc(slices.Clone(files), func(f PeerFile) bool { return !isTableOf(peer, f.Name) })
}

// recordSource gives the rows of a table that was made of records.
type recordSource struct {
	table recordtable.Table
	now   []recordtable.Value
	place func(at int) (text.Passage, bool)
}

func (s *recordSource) count() int64 { return int64(len(s.table.Rows)) }

func (s *recordSource) each(_ context.Context, yield func(text.Row) error) error {
	head := text.Row{Number: 1}
	for _, h := range s.table.Headings {
		head.Cells = append(head.Cells, text.Cell{Text: h})
	}
	if err := yield(head); err != nil {
		return err
	}
	for i, row := range s.table.Rows {
		s.now = row
		cells := make([]text.Cell, len(row))
		for c, v := range row {
			cells[c].Text = v.Text
		}
		if err := yield(text.Row{Number: i + 2, Cells: cells}); err != nil {
			return err
		}
	}
	return nil
}

func (s *recordSource) passage(column int) (text.Passage, bool) {
	if column >= len(s.now) || s.now[column].At == recordtable.None {
		return text.Passage{}, true
	}
	return s.place(s.now[column].At)
}
