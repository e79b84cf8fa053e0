package verifytest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
)

// Petition makes the tally of a petition step by step.
type Petition struct {
	Log    *Log
	Opened intake.PetitionOpened
	Tally  intake.Tallied

	counted   []intake.Counted
	withdrawn map[int64]bool
	told      []int64 // entries of PetitionFile
	acts      []int64 // entries of SignaturesFile
}

// NewPetition opens a petition with two regions and words it.
func NewPetition(seed string) *Petition {
	p := &Petition{Log: NewLog("petition.example", seed), withdrawn: map[int64]bool{}}
	key := intake.Drawn{Recipient: "age1pq1example", Sealed: []byte(`{"need":1}`)}
	p.Opened = intake.PetitionOpened{Petition: "old-mill", Case: caseName, Identity: []string{intake.FieldName}, Least: intake.LowestTold, Tally: key, Names: key,
		Regions: []intake.Region{{Name: "north", Title: map[string]string{"en": "North"}}, {Name: "south", Title: map[string]string{"en": "South"}}}}
	p.Log.Append("mina", guard.CaseOpened{Case: caseName})
	p.told = append(p.told, p.Log.Append("mina", p.Opened), p.Log.Append("mina", intake.PetitionWorded{Petition: "old-mill", Version: 1, Language: "en",
		Title: "Open the mill", Text: "We ask that the old mill be opened.", To: "the council"}))
	return p
}

// Sign adds a signature by a person of a region.
func (p *Petition) Sign(person string, region int) int64 {
	f := intake.Signed{Petition: "old-mill", Version: 1, Code: fmt.Sprint("w-", p.Log.Size()), Sealed: intake.SealedSignature{Names: []byte("age"), Tally: []byte("age")}}
	index := p.Log.Append("door", f)
	p.acts = append(p.acts, index)
	tag := intake.TagOf([32]byte{1}, sha256.Sum256([]byte(person)))
	p.counted = append(p.counted, intake.Counted{Entry: index, Tag: tag, Region: region})
	return index
}

// Withdraw takes a signature back.
func (p *Petition) Withdraw(index int64) {
	p.acts = append(p.acts, p.Log.Append("door", intake.SignatureWithdrawn{Petition: "old-mill", Signature: index}))
	p.withdrawn[index] = true
}

// Close ends the petition.
func (p *Petition) Close() {
	p.told = append(p.told, p.Log.Append("mina", intake.PetitionClosed{Petition: "old-mill"}))
}

// Count makes the counts of what was signed.
func (p *Petition) Count() {
	var standing []intake.Counted
	for _, c := range p.counted {
		if !p.withdrawn[c.Entry] {
			standing = append(standing, c)
		}
	}
	p.counted = standing
	distinct, table := intake.Count(p.Opened, standing, true)
	p.Tally = intake.Tallied{Petition: "old-mill", Signatures: int64(len(standing)), Withdrawn: int64(len(p.withdrawn)), Distinct: &distinct, Regions: table,
		Tags: must(intake.SumTags(standing)), At: p.Log.Size()}
}

// Files records the counts and writes the tally.
func (p *Petition) Files() Files {
	index := p.Log.Append("mina", p.Tally)
	size := p.Log.Size()
	var tags bytes.Buffer
	if err := intake.WriteTags(&tags, p.counted); err != nil {
		panic(err)
	}
	files := Files{
		intake.TallyKey: []byte(p.Log.Key + "\n"), intake.TallyCheckpoint: p.Log.Checkpoint(size), intake.TallyFile: p.lines(index),
		intake.PetitionFile: p.lines(p.told...), intake.SignaturesFile: p.lines(p.acts...), intake.LeavesFile: nil,
	}
	if p.Tally.Distinct != nil {
		files[intake.TagsFile] = tags.Bytes()
	}
	for _, entry := range p.Log.entries {
		leaf := tlog.RecordHash(entry)
		files[intake.LeavesFile] = append(files[intake.LeavesFile], leaf[:]...)
	}
	return files
}

// lines discloses events as a tally does.
func (p *Petition) lines(indexes ...int64) []byte {
	var out []byte
	for _, i := range indexes {
		kind := p.Log.events[i].Kind
		d := p.Log.Disclose(i, func(field string) bool { return intake.ShowsPetition(kind, field) })
		out = append(out, must(d.Marshal())...)
	}
	return out
}

// Entries gives the entries of signatures and withdrawals, in order.
func (p *Petition) Entries() []int64 { return slices.Clone(p.acts) }

// LeaveOut forgets a signature, as one does who counts falsely.
func (p *Petition) LeaveOut(index int64) {
	p.acts = slices.DeleteFunc(p.acts, func(i int64) bool { return i == index })
	p.counted = slices.DeleteFunc(p.counted, func(c intake.Counted) bool { return c.Entry == index })
}
