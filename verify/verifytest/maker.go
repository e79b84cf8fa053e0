package verifytest

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/format/dossier"
)

// Maker makes a dossier step by step, as an archive does. Between the steps a
// test can do what a dishonest archive would do.
type Maker struct {
	Log      *Log
	Files    Files
	Shown    []int64 // events to disclose
	Withheld []dossier.Withheld
	About    dossier.About
	Hide     func(kind, field string) bool // fields kept closed; nil: the giver's alone
	Claims   []disclosure.PlannedClaim     // of the plan
	Release  string
}

const (
	accession = "a-0000000000000001"
	caseName  = "old-mill"
)

// New begins a dossier in a log of its own, with an accession opened.
func New(seed string) *Maker {
	m := &Maker{Log: NewLog("archive.example/log", seed), Files: Files{}, Release: "r-0000000000000001"}
	m.About = dossier.About{Format: dossier.Format, Release: m.Release, Title: "The old mill", Audience: "a court", Origin: m.Log.Origin,
		Created: time.Date(2031, 5, 7, 8, 0, 0, 0, time.UTC)}
	m.Log.Append("root", guard.ArchiveMade{Name: "Example archive", Origin: m.Log.Origin})
	m.Show(m.Log.Append("mina", custody.Opened{Accession: accession, Case: caseName, Source: custody.Source{Name: "the giver"}, Label: guard.Case}))
	m.Files[dossier.StartFile] = []byte("<!doctype html>\n<title>The old mill</title>\n")
	return m
}

// Show adds an event to what is disclosed.
func (m *Maker) Show(index int64) int64 {
	m.Shown = append(m.Shown, index)
	return index
}

// Item takes an original into custody and encloses it.
func (m *Maker) Item(name, media, data string) custody.Sum {
	sum := custody.Sum(sha256.Sum256([]byte(data)))
	m.Show(m.Log.Append("mina", custody.Acquired{Accession: accession, Item: sum, Bytes: int64(len(data)), MediaType: media, Name: custody.NameOf(name)}))
	m.Files[dossier.OriginalsDir+"/"+sum.String()] = []byte(data)
	return sum
}

// Pages makes and encloses a reading of an item in pages.
func (m *Maker) Pages(item custody.Sum, pages ...text.Page) custody.Sum {
	var buf bytes.Buffer
	w := text.NewWriter(&buf)
	for _, p := range pages {
		must(0, w.Page(p))
	}
	return m.Reading(item, text.Pages, buf.Bytes(), len(pages))
}

// Rows makes and encloses a reading of an item in rows.
func (m *Maker) Rows(item custody.Sum, rows ...text.Row) custody.Sum {
	var buf bytes.Buffer
	w := text.NewWriter(&buf)
	for _, r := range rows {
		must(0, w.Row(r))
	}
	return m.Reading(item, text.Rows, buf.Bytes(), len(rows))
}

// Reading encloses a rendition and the event of its making.
func (m *Maker) Reading(item custody.Sum, form string, data []byte, parts int) custody.Sum {
	sum := custody.Sum(sha256.Sum256(data))
	m.Show(m.Log.Append("worker", text.Read{Item: item, Engine: "plain", Version: "1", Rendition: sum, Form: form, Parts: int64(parts), Encoding: "utf-8"}))
	m.Files[dossier.RenditionsDir+"/"+sum.String()] = data
	return sum
}

// Claim makes a claim on passages and plans it for the release.
func (m *Maker) Claim(property, value string, passages ...text.Passage) int64 {
	f := claim.Made{Claim: claim.ID("e-1", property, value, passages), Case: caseName, Entity: "e-1", Schema: "Place",
		Property: property, Value: value, Original: passages[0].Quote, Passages: passages}
	index := m.Show(m.Log.Append("mina", f))
	m.Claims = append(m.Claims, disclosure.PlannedClaim{ID: f.Claim, Index: index})
	return index
}

// Plan is what two people decide on: the claims, the originals here, and what
// was left out.
func (m *Maker) Plan() custody.Sum {
	p := disclosure.Plan{Claims: slices.Clone(m.Claims)}
	for _, index := range m.Shown {
		if !strings.HasPrefix(m.Log.events[index].Kind.Name, "release.") {
			p.Events = append(p.Events, index)
		}
	}
	slices.Sort(p.Events)
	for path := range m.Files {
		if name, ok := bytes.CutPrefix([]byte(path), []byte(dossier.OriginalsDir+"/")); ok {
			p.Items = append(p.Items, must(custody.ParseSum(string(name))))
		}
	}
	for _, w := range m.Withheld {
		p.Withheld = append(p.Withheld, disclosure.Withheld{Index: w.Index, Kind: w.Kind, Reason: w.Reason})
	}
	return p.Sum()
}

// Request has somebody ask for the release of a plan.
func (m *Maker) Request(actor string, plan custody.Sum) int64 {
	return m.Show(m.Log.Append(actor, disclosure.Requested{Release: m.Release, Case: caseName, Title: m.About.Title, Audience: m.About.Audience,
		Claims: int64(len(m.Claims)), Withheld: int64(len(m.Withheld)), Plan: plan}))
}

// Approve has somebody approve a plan.
func (m *Maker) Approve(actor string, plan custody.Sum) int64 {
	return m.Show(m.Log.Append(actor, disclosure.Approved{Release: m.Release, Plan: plan}))
}

// Decide has two people decide on what is here now.
func (m *Maker) Decide() {
	m.Request("mina", m.Plan())
	m.Approve("nima", m.Plan())
}

// hidden is what stays closed of an event, as in a release.
func (m *Maker) hidden(kind, field string) bool {
	if m.Hide != nil {
		return m.Hide(kind, field)
	}
	staff := field == "@actor" && kind != (disclosure.Requested{}).Kind().String() && kind != (disclosure.Approved{}).Kind().String()
	return staff || field == "source" || field == "name" && kind == (custody.Acquired{}).Kind().String()
}

func (m *Maker) show(index int64) func(string) bool {
	kind := m.Log.events[index].Kind.String()
	return func(field string) bool { return !m.hidden(kind, field) }
}

// Write writes all that the manifest will name, under the log as it is now.
func (m *Maker) Write() {
	size := m.Log.Size()
	m.Files[dossier.KeyFile] = []byte(m.Log.Key + "\n")
	m.Files[dossier.CheckpointFile] = m.Log.Checkpoint(size)
	var events []byte
	for _, index := range slices.Sorted(slices.Values(m.Shown)) {
		events = append(events, m.Log.Line(index, size, m.show(index))...)
	}
	m.Files[dossier.EventsFile] = events
	m.Files[dossier.WithheldFile] = must((dossier.LeftOut{Withheld: m.Withheld}).Marshal())
	m.Files[dossier.AboutFile] = must(m.About.Marshal())
}

// Seal writes the manifest over what is here, records the release in the log
// and writes the seal.
func (m *Maker) Seal() Files {
	planned := must(ledger.CheckpointText(m.Files[dossier.CheckpointFile])).Size
	manifest := Manifest(m.Files)
	m.Files[dossier.ManifestFile] = manifest
	index := m.Log.Append("nima", disclosure.Built{Release: m.Release, Manifest: custody.Sum(sha256.Sum256(manifest)), Files: int64(len(m.Files) - 1)})
	size := m.Log.Size()
	m.Files[dossier.ReleaseFile] = must(m.Log.Disclose(index, m.show(index)).Marshal())
	m.Files[dossier.ProofFile] = m.Log.Proof(index, size)
	m.Files[dossier.ConsistencyFile] = dossier.MarshalConsistency(m.Log.Consistency(planned, size))
	return m.Files
}

// Manifest is the manifest of the files, the seal and itself left out.
func Manifest(files Files) []byte {
	var lines []dossier.Line
	for _, path := range files.Paths() {
		if slices.Contains(dossier.Seals(), path) {
			continue
		}
		lines = append(lines, dossier.Line{Sum: sha256.Sum256(files[path]), Path: path})
	}
	var out bytes.Buffer
	must(0, dossier.WriteManifest(&out, lines))
	return out.Bytes()
}
