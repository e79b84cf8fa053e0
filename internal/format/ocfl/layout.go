package ocfl

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// LayoutName is the registered name of the storage layout written here.
const LayoutName = "0003-hash-and-id-n-tuple-storage-layout"

// Layout maps an object's id to its place in a storage root, by extension 0003:
// folders named by the first digits of the id's digest, then one named by the
// id itself, percent-encoded, so that a person can find an object by eye.
type Layout struct {
	Algorithm string // of the digest; default sha256
	TupleSize int    // digits in a folder name, 0 to 32
	Tuples    int    // folders, 0 to 32
}

// DefaultLayout gives the extension's defaults: sha256, three folders of three.
func DefaultLayout() Layout { return Layout{"sha256", 3, 3} }

// maxEncoded is where extension 0003 cuts an encoded id and adds its digest.
const maxEncoded = 100

// check refuses parameters the extension does not allow.
func (l Layout) check() error {
	h := newHash(l.Algorithm)
	switch {
	case h == nil || h.Size() == 0:
		return fmt.Errorf("layout %s: digest algorithm %q is not known", LayoutName, l.Algorithm)
	case l.TupleSize < 0 || l.TupleSize > 32 || l.Tuples < 0 || l.Tuples > 32:
		return fmt.Errorf("layout %s: tuple size %d and number %d must be 0 to 32", LayoutName, l.TupleSize, l.Tuples)
	case (l.TupleSize == 0) != (l.Tuples == 0):
		return fmt.Errorf("layout %s: tuple size %d and number %d must both be 0, or neither", LayoutName, l.TupleSize, l.Tuples)
	case l.TupleSize*l.Tuples > 2*h.Size():
		return fmt.Errorf("layout %s: %d times %d digits are more than %s has", LayoutName, l.Tuples, l.TupleSize, l.Algorithm)
	}
	return nil
}

// Path gives the object's folder, relative to the storage root.
func (l Layout) Path(id string) (string, error) {
	if err := l.check(); err != nil {
		return "", err
	}
	h := newHash(l.Algorithm)
	h.Write([]byte(id))
	digest := hex.EncodeToString(h.Sum(nil))
	var b strings.Builder
	for i := range l.Tuples {
		b.WriteString(digest[i*l.TupleSize:(i+1)*l.TupleSize] + "/")
	}
	name := encodeID(id)
	if len(name) > maxEncoded {
		name = name[:maxEncoded] + "-" + digest
	}
	b.WriteString(name)
	return b.String(), nil
}

// encodeID percent-encodes all but A-Z, a-z, 0-9, - and _.
func encodeID(id string) string {
	var b strings.Builder
	for _, c := range []byte(id) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02x", c)
	}
	return b.String()
}
