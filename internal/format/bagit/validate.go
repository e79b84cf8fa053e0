package bagit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Validate checks the bag in fsys: that it is complete and that every checksum
// agrees (RFC 8493 section 3). It reads each payload file once, for all
// manifests together. Nothing is fetched: a file that fetch.txt names and that
// is not there makes the bag incomplete.
//
// An error means that no verdict could be reached: ctx ended, or the bag's
// base folder could not be read. A file that cannot be read is a finding.
func Validate(ctx context.Context, fsys fs.FS) (Report, error) {
	base, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return Report{}, fmt.Errorf("reading the base folder of a bag: %w", err)
	}
	c := &checker{ctx: ctx, fsys: fsys, report: &Report{Valid: true}, chunk: make([]byte, 128<<10),
		fetch: map[string]string{}, straySums: map[string][][]byte{}}
	if !c.declaration() {
		return *c.report, nil
	}
	c.findManifests(base)
	for _, step := range []func() error{c.readManifests, c.readFetch, c.readInfo, c.walk, c.settle} {
		if err := step(); err != nil {
			return Report{}, fmt.Errorf("checking a bag: %w", err)
		}
	}
	c.checkOxum()
	return *c.report, nil
}

// checker holds the state of one validation.
type checker struct {
	ctx     context.Context
	fsys    fs.FS
	report  *Report
	modern  bool // the rules of 1.0 hold
	form    textForm
	payload listing
	tags    listing
	fetch   map[string]string // path to length
	chunk   []byte
	strays  []string // payload files no manifest lists
	unvouch []string // other files no tag manifest lists
	// straySums holds what unlisted files were found to contain while a
	// missing one was looked for among them.
	straySums map[string][][]byte
}

// byAge fails a bag of version 1.0 and warns of an earlier one.
func (c *checker) byAge(code Code, path, detail string) {
	if c.modern {
		c.report.fail(code, path, detail)
		return
	}
	c.report.warn(code, path, detail)
}

// declaration reads bagit.txt; false if there is none, so that nothing can be
// said of the rest.
func (c *checker) declaration() bool {
	const name, limit = "bagit.txt", 64 << 10
	raw, err := readSmall(c.fsys, name, limit)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.report.fail(DeclarationMissing, name, "without it a folder is no bag")
		return false
	case err != nil:
		c.report.fail(FileUnreadable, name, err.Error())
		return false
	}
	d := parseDeclaration(raw)
	for _, f := range d.faults {
		c.report.fail(f.Code, name, f.Detail)
	}
	c.report.Version, c.modern = d.version, d.modern()
	if d.version != "" && !d.supported() {
		c.report.fail(VersionUnsupported, name, fmt.Sprintf("version %q; known are 0.93 to 0.97 and 1.0", d.version))
	}
	form, ok := parseTextForm(d.encoding)
	if !ok && d.encoding != "" {
		c.report.fail(EncodingUnsupported, name, fmt.Sprintf("encoding %q", d.encoding))
	}
	c.form = form
	return true
}

// readSmall reads a whole file that must be short.
func readSmall(fsys fs.FS, name string, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(raw)) > limit {
		err = fmt.Errorf("longer than %d bytes", limit)
	}
	return raw, errors.Join(err, f.Close())
}

// findManifests looks in the base folder for manifests and for data/.
func (c *checker) findManifests(base []fs.DirEntry) {
	hasPayload := false
	for _, e := range base {
		hasPayload = hasPayload || e.Name() == "data" && e.IsDir()
		if !e.Type().IsRegular() {
			continue
		}
		c.addManifest(&c.payload, e.Name(), "manifest-")
		c.addManifest(&c.tags, e.Name(), "tagmanifest-")
	}
	if !hasPayload {
		c.report.fail(PayloadMissing, "data", "no folder data/")
	}
	if len(c.payload.manifests) == 0 {
		c.report.fail(ManifestMissing, "", "no payload manifest whose algorithm is known")
	}
	if len(c.tags.manifests) == 0 {
		c.report.warn(TagManifestMissing, "", "no tag manifest: bag-info.txt and the manifests could have been changed")
	}
	weak := func(m manifest) bool { return m.alg != "md5" && m.alg != "sha1" }
	if len(c.payload.manifests) > 0 && !slices.ContainsFunc(c.payload.manifests, weak) {
		c.report.warn(AlgorithmWeak, "", "only MD5 or SHA-1: proof against accident, not against forgery")
	}
}

func (c *checker) addManifest(l *listing, name, prefix string) {
	m, odd, ok := parseManifestName(name, prefix)
	if !ok {
		return
	}
	h := m.newHash()
	if h == nil {
		c.report.fail(AlgorithmUnsupported, name, fmt.Sprintf("algorithm %q", m.alg))
		return
	}
	if odd {
		c.report.warn(ManifestNameOdd, name, "want "+prefix+m.alg+".txt")
	}
	l.manifests = append(l.manifests, m)
	l.hashes = append(l.hashes, h)
}

// readInfo reads bag-info.txt, which was package-info.txt before 0.96. A bag
// need not have it.
func (c *checker) readInfo() error {
	r := infoReader{strict: c.modern}
	name := "bag-info.txt"
	total := 0
	each := func(line string) error {
		if total += len(line); total > maxInfo {
			c.report.fail(LimitExceeded, name, "longer than is read")
			return errStop
		}
		switch code, why := r.line(line); code {
		case LineMalformed:
			c.report.fail(code, name, why)
		case LabelSpaced:
			c.report.warn(code, name, why)
		}
		return c.ctx.Err()
	}
	there, err := c.tagLines(name, each)
	if !there && err == nil && c.report.Version < "0.96" {
		name = "package-info.txt"
		_, err = c.tagLines(name, each)
	}
	c.report.Info = r.fields()
	c.warnRepeated(name)
	return err
}

// maxInfo bounds the bytes of metadata that are read and kept.
const maxInfo = 16 << 20

// errStop ends the reading of one tag file; what was wrong is told already.
var errStop = errors.New("stop reading")

// tagLines reads a tag file line by line; false if there is none.
func (c *checker) tagLines(name string, each func(string) error) (bool, error) {
	f, err := c.fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		c.report.fail(FileUnreadable, name, err.Error())
		return true, nil
	}
	odd := func(code Code, why string) { c.report.fail(code, name, why) }
	err = errors.Join(eachLine(f, c.form, odd, each), f.Close())
	switch {
	case c.ctx.Err() != nil:
		return true, c.ctx.Err()
	case err != nil && !errors.Is(err, errStop):
		c.report.fail(FileUnreadable, name, err.Error())
	}
	return true, nil
}

// warnRepeated tells of reserved elements that should stand once.
func (c *checker) warnRepeated(name string) {
	count := map[string]int{}
	for _, f := range c.report.Info {
		count[strings.ToLower(f.Label)]++
	}
	for _, label := range []string{labelDate, labelOxum, "Bag-Size", "Bag-Group-Identifier", "Bag-Count"} {
		if count[strings.ToLower(label)] > 1 {
			c.report.warn(FieldRepeated, name, label)
		}
	}
}

// checkOxum compares each Payload-Oxum with the payload found.
func (c *checker) checkOxum() {
	for _, f := range c.report.Info {
		if !strings.EqualFold(f.Label, labelOxum) {
			continue
		}
		octets, files, err := parseOxum(f.Value)
		switch {
		case err != nil:
			c.report.fail(OxumMalformed, "bag-info.txt", err.Error())
		case octets != c.report.Octets || files != c.report.Files:
			c.report.fail(OxumWrong, "bag-info.txt", fmt.Sprintf("it says %d bytes in %d files; data/ has %d in %d",
				octets, files, c.report.Octets, c.report.Files))
		}
	}
}
