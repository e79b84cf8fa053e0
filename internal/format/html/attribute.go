package html

import (
	"fmt"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/dataurl"
)

// longest is how much of an attribute is kept; only files written into the
// page are longer, and those are handed over at once.
const longest = 64 << 10

// attributes gives the first 100 attributes of a tag, names in lower case, and
// hands over the files that any of them holds (RFC 2397).
func (w *walker) attributes(more bool) (map[string]string, error) {
	if !more {
		return nil, nil
	}
	attrs := make(map[string]string, 4)
	for more {
		var key, value []byte
		key, value, more = w.z.TagAttr()
		if dataurl.Is(value) {
			if err := w.embedded(value); err != nil {
				return nil, err
			}
			continue
		}
		if _, ok := attrs[string(key)]; !ok && len(attrs) < 100 {
			attrs[string(key)] = strings.ToValidUTF8(string(value[:min(len(value), longest)]), "\uFFFD")
		}
	}
	return attrs, nil
}

// embedded hands over the file of a data: address. A tracking pixel or another
// file of no more than a few bytes is one too: who looks may want it.
func (w *walker) embedded(value []byte) error {
	w.embeds++
	part := fmt.Sprintf("data address %d", w.embeds)
	m, r, err := dataurl.Open(value, part)
	if err != nil {
		return w.out.Problem(content.Problem{Part: part, Reason: err.Error()})
	}
	return w.out.Member(m, r)
}
