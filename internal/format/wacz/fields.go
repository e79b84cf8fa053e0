package wacz

import (
	"archive/zip"
	"encoding/json"
	"fmt"

	"sanad/internal/format/content"
)

// digestFile is datapackage-digest.json.
type digestFile struct {
	Path   string          `json:"path"`
	Hash   string          `json:"hash"`
	Signed json.RawMessage `json:"signedData,omitempty"`
}

// openDigest checks datapackage-digest.json and what is signed in it.
func (rd *reading) openDigest(byName map[string]*zip.File) signature {
	f := byName[digestName]
	if f == nil {
		return signature{Verdict: "none"}
	}
	data, err := readSmall(f, maxDigest)
	if err != nil {
		rd.tell(label(digestName), err.Error())
		return signature{Verdict: "invalid: datapackage-digest.json can't be read"}
	}
	var d digestFile
	if err := json.Unmarshal(data, &d); err != nil {
		rd.tell(label(digestName), "it is no JSON of the form the standard wants: "+err.Error())
		return signature{Verdict: "invalid: datapackage-digest.json can't be read"}
	}
	if d.Path != listName {
		rd.tell(label(digestName), fmt.Sprintf("it is about %q instead of datapackage.json", short(d.Path)))
	}
	if got := fingerprint(rd.raw); d.Hash != got {
		rd.tell(label(listName), "it is not the one that datapackage-digest.json is about: its hash is "+got)
	}
	if len(d.Signed) == 0 || string(d.Signed) == "null" {
		return signature{Verdict: "none"}
	}
	return checkSignature(d.Signed, fingerprint(rd.raw))
}

// finish hands over the fields that describe the package.
func (rd *reading) finish(sum signature) error {
	if err := rd.tellAll(); err != nil {
		return err
	}
	if sum.fits && rd.wrong+rd.unlisted > 0 {
		sum.Verdict += fmt.Sprintf("; but it is of datapackage.json alone, and %d files are not as that says", rd.wrong+rd.unlisted)
	}
	l := rd.list
	fields := []content.Field{
		{Name: "title", Value: l.Title}, {Name: "creator", Value: l.Software},
		{Name: "created", Value: l.Created}, {Name: "modified", Value: l.Modified}, {Name: "url", Value: l.MainURL},
		{Name: "captured", Value: l.MainDate}, {Name: "wacz_version", Value: l.Version},
		{Name: "files_checked", Value: fmt.Sprint(rd.checked)}, {Name: "files_wrong", Value: fmt.Sprint(rd.wrong)}, {Name: "files_not_listed", Value: fmt.Sprint(rd.unlisted)},
		{Name: "signature_created", Value: sum.Created}, {Name: "signature_software", Value: sum.Software},
		{Name: "signature_key", Value: sum.Key}, {Name: "signature_time", Value: sum.Time},
	}
	for i := range fields {
		fields[i].Value = short(fields[i].Value)
	}
	fields = append(fields, content.Field{Name: "signature", Value: sum.Verdict}, content.Field{Name: "description", Value: l.Description})
	if sum.Verdict != "none" {
		fields = append(fields, content.Field{Name: "signature_meaning", Value: Meaning})
	}
	for _, f := range fields {
		if err := rd.out.Field(f); err != nil {
			return err
		}
	}
	return nil
}
