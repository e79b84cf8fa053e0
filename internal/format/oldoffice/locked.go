package oldoffice

import "encoding/binary"

// wordLocked reads fEncrypted of the FIB (MS-DOC section 2.5.1).
func (f *file) wordLocked() bool {
	head := f.head("WordDocument", 12)
	return len(head) == 12 && binary.LittleEndian.Uint16(head[10:])&0x0100 != 0
}

// excelLocked looks for the record FilePass (MS-XLS section 2.4.117) among the
// first records of the workbook.
func (f *file) excelLocked() bool {
	name := "Workbook"
	if !f.has(name) {
		name = "Book"
	}
	head := f.head(name, 4096)
	for i := 0; i < 20 && len(head) >= 4; i++ {
		kind, length := binary.LittleEndian.Uint16(head), int(binary.LittleEndian.Uint16(head[2:]))
		if kind == 0x002F {
			return true
		}
		if head = head[4:]; length > len(head) {
			return false
		}
		head = head[length:]
	}
	return false
}

// pointLocked reads headerToken of the stream Current User (MS-PPT section
// 2.3.2).
func (f *file) pointLocked() bool {
	head := f.head("Current User", 16)
	return len(head) == 16 && binary.LittleEndian.Uint32(head[12:]) == 0xF3D1C4DF
}
