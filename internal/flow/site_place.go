package flow

import (
	"strings"

	"sanad/internal/core/intake"
	"sanad/internal/ground/fail"
)

// SitePlace says where a site will stand and where its readers are sent.
type SitePlace struct {
	Address string // of the site, as https://example.org/memorial/; "" if it is not known
	Door    string // of a door for corrections with its name, as https://door.example/families; "": none
}

// siteDoor is a door that pages lead to. The zero value is none.
type siteDoor struct{ base, name string }

// door parts the address of a door from its name.
func (p SitePlace) door() (siteDoor, error) {
	if p.Door == "" {
		return siteDoor{}, nil
	}
	base, name, ok := strings.Cut(strings.TrimSuffix(p.Door, "/"), "://")
	at := strings.LastIndexByte(name, '/')
	if ok && at > 0 && name[at+1:] != "" && checkAddress(base+"://"+name[:at]+"/") == nil && !strings.ContainsAny(name[at+1:], "?#&%\"'<> ") {
		return siteDoor{base + "://" + name[:at], name[at+1:]}, nil
	}
	return siteDoor{}, fail.New(fail.Usage, "%q is no address of a door", p.Door).Do("give it with the door's name at its end, as https://door.example/families")
}

// Corrected gives the address where a reader of a language says what should stand
// otherwise about a record, or about the site for the zero card; "" if there is no
// door. Who comes there tells it nothing but the record.
func (s *Site) Corrected(lang string, c Card) string {
	if s.Door.name == "" {
		return ""
	}
	ref := c.ID
	if c.Pseudonym != "" {
		ref = s.Release + "." + c.Pseudonym
	}
	about, ok := intake.ParseReference(ref)
	if !ok { // an address that is drawn for this release alone
		about = intake.Reference{}
	}
	return s.Door.base + intake.CorrectPath(lang, s.Door.name, about)
}

// String tells the door for what pages are drawn from.
func (d siteDoor) String() string { return d.base + " " + d.name }
