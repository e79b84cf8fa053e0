package wacz

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"sanad/internal/format/content"
)

// The longest lists that are read, in bytes.
const (
	maxList   = 16 << 20
	maxDigest = 1 << 20
)

// Meaning is what a reader of a signature must be told with it.
const Meaning = "A signature shows who vouches for this package and that its list of files was not changed since. It says nothing about whether the web server sent what the package holds: nobody but the maker of the capture saw that."

// Read hands over a package: its WARC files and files of its maker's own as
// Members to be read in turn, the list of pages and the texts its maker took
// from them as pages, and what was found of hashes and signature as Fields and
// Problems. See content for the contract.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	z, err := open(src)
	if err != nil {
		return err
	}
	rd := &reading{out: out, max: opt.Limits, want: map[string]resource{}}
	files, byName := entries(z, rd.tell)
	if len(files) == 0 {
		return errors.New("the package is empty")
	}
	rd.openList(byName)
	sum := rd.openDigest(byName)
	if err := rd.pages(byName); err != nil {
		return err
	}
	for _, f := range files {
		if err := rd.file(f); err != nil {
			return err
		}
	}
	rd.missing(byName)
	return rd.finish(sum)
}

// reading is the state of one Read.
type reading struct {
	out  content.Sink
	max  content.Limits
	list list
	raw  []byte // datapackage.json as it stands
	want map[string]resource

	checked, wrong, unlisted, archives int
	told                               []content.Problem
}

// tell keeps a problem for the next time that one can be handed over.
func (rd *reading) tell(part, reason string) {
	if len(rd.told) < 1000 {
		rd.told = append(rd.told, content.Problem{Part: part, Reason: reason})
	}
}

func (rd *reading) tellAll() error {
	told := rd.told
	rd.told = nil
	for _, p := range told {
		if err := rd.out.Problem(p); err != nil {
			return err
		}
	}
	return nil
}

// openList reads datapackage.json; without it nothing can be checked.
func (rd *reading) openList(byName map[string]*zip.File) {
	f := byName[listName]
	if f == nil {
		rd.tell(label(listName), "it is missing: no file of the package can be checked")
		return
	}
	data, err := readSmall(f, maxList)
	if err != nil {
		rd.tell(label(listName), err.Error())
		return
	}
	l, faults, err := parseList(data)
	if err != nil {
		rd.tell(label(listName), err.Error())
		return
	}
	for _, s := range faults {
		rd.tell(label(listName), s)
	}
	rd.list, rd.raw = l, data
	for _, r := range l.Resources {
		rd.want[r.Path] = r
	}
}

// file hashes one file and hands it over if it is one to be read.
func (rd *reading) file(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		rd.tell(label(f.Name), "it can't be opened: "+err.Error())
		return rd.tellAll()
	}
	defer r.Close()
	rd.place(f)
	in := &hashed{r: r, sum: sha256.New()}
	own := f.Name == listName || f.Name == digestName || isIndex(f.Name) || isPages(f.Name)
	if own {
		_, _ = io.Copy(io.Discard, io.LimitReader(in, rd.max.MemberBytes))
	} else if err := rd.out.Member(rd.member(f), in); err != nil {
		return errors.Join(rd.tellAll(), err)
	}
	rd.compare(f, in)
	return rd.tellAll()
}

func (rd *reading) member(f *zip.File) content.Member {
	m := content.Member{Name: f.Name, Role: "member", Part: label(f.Name), Modified: f.Modified}
	if isArchive(f.Name) {
		m.MediaType = "application/warc"
		rd.archives++
	}
	return m
}

// place tells files that stand where, or as, the standard does not want them.
func (rd *reading) place(f *zip.File) {
	switch folder(f.Name) {
	case "archive":
		if !isArchive(f.Name) {
			rd.tell(label(f.Name), "only .warc and .warc.gz files may stand in archive/")
		} else if f.Method != zip.Store {
			rd.tell(label(f.Name), "it is compressed by the ZIP, so programs can't reach its records one by one")
		}
	case "indexes":
		if !isIndex(f.Name) {
			rd.tell(label(f.Name), "only CDXJ indexes may stand in indexes/")
		}
	case "pages":
		if !isPages(f.Name) {
			rd.tell(label(f.Name), "only lists of pages may stand in pages/")
		}
	}
}

// hashed hashes what is read through it. An error of the ZIP ends it quietly:
// what came before is kept, and compare tells of it.
type hashed struct {
	r    io.Reader
	sum  hash.Hash
	read int64
	err  error // that ended it, io.EOF at its proper end
}

func (h *hashed) Read(p []byte) (int, error) {
	if h.err != nil {
		return 0, io.EOF
	}
	n, err := h.r.Read(p)
	h.sum.Write(p[:n])
	h.read += int64(n)
	if err != nil {
		h.err = err
		return n, io.EOF
	}
	return n, nil
}

// compare holds a file that was read against the list.
func (rd *reading) compare(f *zip.File, in *hashed) {
	want, listed := rd.want[f.Name]
	switch {
	case in.err == nil:
		rd.wrong++
		rd.tell(label(f.Name), "it was not read to its end, so its hash is not checked")
		return
	case !errors.Is(in.err, io.EOF):
		rd.tell(label(f.Name), "it is broken, and what comes before that place is read: "+in.err.Error())
	}
	if !listed {
		if f.Name != listName && f.Name != digestName && rd.raw != nil {
			rd.unlisted++
			rd.tell(label(f.Name), "datapackage.json does not list it: nothing vouches for it")
		}
		return
	}
	rd.checked++
	name, value, _ := strings.Cut(want.Hash, ":")
	got := hex.EncodeToString(in.sum.Sum(nil))
	switch {
	case want.Bytes != nil && *want.Bytes != in.read:
		rd.wrong++
		rd.tell(label(f.Name), fmt.Sprintf("it has %d bytes, and datapackage.json says %d", in.read, *want.Bytes))
	case name != "sha256":
		rd.wrong++
		rd.tell(label(f.Name), fmt.Sprintf("datapackage.json gives its hash in a form that is not checked: %q", short(want.Hash)))
	case !strings.EqualFold(value, got):
		rd.wrong++
		rd.tell(label(f.Name), "it is not the file that datapackage.json lists: its SHA-256 is "+got)
	}
}

// missing tells the files that should be there.
func (rd *reading) missing(byName map[string]*zip.File) {
	for _, r := range rd.list.Resources {
		if byName[r.Path] == nil {
			rd.wrong++
			rd.tell(label(r.Path), "datapackage.json lists it, and it is not there")
		}
	}
	if rd.archives == 0 {
		rd.tell("archive/", "the package holds no WARC file")
	}
}
