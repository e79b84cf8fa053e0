package pdfium

import (
	"bytes"
	"fmt"
	"time"

	"sanad/internal/format/content"
	"sanad/internal/format/pdf"
)

// attachments hands over the files that travel in the document.
func (d *document) attachments(limits content.Limits, out content.Sink) error {
	count := d.integer("FPDFDoc_GetAttachmentCount", d.handle)
	for i := 0; i < count && d.err == nil; i++ {
		handle := d.call("FPDFDoc_GetAttachment", d.handle, uint64(i))
		if err := d.attachment(handle, fmt.Sprintf("attachment %d", i+1), limits, out); err != nil {
			return err
		}
	}
	return d.err
}

// attachment hands over one file. It is unpacked in the engine's memory, whose
// end is the end of the document's reading, so that its size is asked for
// first.
func (d *document) attachment(handle uint64, part string, limits content.Limits, out content.Sink) error {
	if handle == 0 {
		return nil
	}
	m := content.Member{Name: clean(d.wide("FPDFAttachment_GetName", handle)), Role: "attachment", Part: part}
	m.MediaType = clean(d.wide("FPDFAttachment_GetSubtype", handle))
	key := d.put("ModDate")
	m.Modified, _ = time.Parse(time.RFC3339, pdf.Date(clean(d.wide("FPDFAttachment_GetStringValue", handle, uint64(key)))))
	d.free(key)
	s := uint64(d.scratch)
	there := d.call("FPDFAttachment_GetFile", handle, 0, 0, s)&0xff != 0
	size := int64(d.word(0))
	switch {
	case d.err != nil:
		return d.err
	case !there:
		return out.Problem(content.Problem{Part: part, Reason: "the attached file is missing or its packing is broken"})
	case size > limits.MemberBytes:
		limit := &content.Limited{Limit: "member_bytes", Max: limits.MemberBytes}
		return out.Problem(content.Problem{Part: part, Reason: limit.Error(), Limit: limit.Limit})
	case size == 0:
		return out.Member(m, bytes.NewReader(nil))
	}
	address := d.alloc(int(size))
	d.call("FPDFAttachment_GetFile", handle, uint64(address), uint64(size), s)
	if d.err != nil {
		return d.err
	}
	err := out.Member(m, bytes.NewReader(d.at(address, int(size))))
	d.free(address)
	return err
}
