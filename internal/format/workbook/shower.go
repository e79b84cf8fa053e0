package workbook

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

const (
	shownMost  = 20_000 // values kept as shown, since many cells are alike
	formatMost = 2_000  // formats of one workbook that are applied
	plainDate  = "yyyy-mm-dd"
	plainTime  = "yyyy-mm-dd hh:mm"
)

// builtIn gives the code of a number format that has none in the file (section
// 18.8.30). Those that show dates by the habit of the viewer's country (14,
// 22) become ISO 8601, which is one in all countries.
func builtIn(id int) string {
	known := map[int]string{
		1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
		14: plainDate, 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
		22: plainTime, 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
		45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
	}
	if code := known[id]; code != "" {
		return code
	}
	if id >= 27 && id <= 36 || id >= 50 && id <= 58 {
		return plainDate // dates of East Asia, by the viewer's country
	}
	return ""
}

// shower shows numbers in their formats.
type shower struct {
	sheet   *excelize.File // in memory, with the one cell A1
	styles  map[string]int
	styled  int               // style of A1
	kept    map[string]string // values as shown, by format and value
	since04 bool              // dates count from 1904
}

// to1904 is the number of 1 January 1904 where dates count from 1900. It is
// added here because excelize is off by days in the first months after 1904.
const to1904 = 1462

func newShower(since04 bool) *shower {
	return &shower{sheet: excelize.NewFile(), styles: map[string]int{}, kept: map[string]string{}, since04: since04}
}

// number gives a number as its format shows it, and as it stands in the file
// where the format can't be applied.
func (s *shower) number(raw, code string) string {
	value, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(value, 0) || math.IsNaN(value) {
		return raw
	}
	if code == "" || code == "@" || strings.EqualFold(code, "general") {
		return general(raw, value)
	}
	key := code + "\x00" + raw
	if shown, ok := s.kept[key]; ok {
		return shown
	}
	if s.since04 && dated(code) {
		value += to1904
	}
	shown := s.apply(raw, value, gregorian(code))
	if len(s.kept) >= shownMost {
		clear(s.kept)
	}
	s.kept[key] = shown
	return shown
}

// apply lets excelize show a number. A format that it stumbles over costs the
// format, not the sheet.
func (s *shower) apply(raw string, value float64, code string) (shown string) {
	defer func() {
		if recover() != nil {
			shown = raw
		}
	}()
	style, ok := s.styles[code]
	if !ok {
		if len(s.styles) >= formatMost {
			return raw
		}
		made, err := s.sheet.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			made = 0
		}
		style, s.styles[code] = made, made
	}
	if style == 0 {
		return raw
	}
	if style != s.styled {
		if s.sheet.SetCellStyle("Sheet1", "A1", "A1", style) != nil {
			return raw
		}
		s.styled = style
	}
	if s.sheet.SetCellFloat("Sheet1", "A1", value, -1, 64) != nil {
		return raw
	}
	shown, err := s.sheet.GetCellValue("Sheet1", "A1")
	if err != nil || !utf8.ValidString(shown) || len(shown) > 4096 {
		return raw
	}
	return shown
}

// general shows a number without a format. Whole numbers keep all digits: a
// telephone number is not 9.89E+11.
func general(raw string, value float64) string {
	if value == math.Trunc(value) && math.Abs(value) < 1e15 {
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	if size := math.Abs(value); size < 1e-9 || size >= 1e15 {
		return raw
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', 15, 64), 64)
	if err != nil {
		return raw
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

// gregorian replaces a date's format in another calendar (MS-OI29500 section
// 2.1.739: [$-lcid], with the calendar in the third byte, or after a comma) by
// ISO 8601: excelize would show the Gregorian date under the look of the other.
func gregorian(code string) string {
	_, rest, found := strings.Cut(code, "[$-")
	place, _, closed := strings.Cut(rest, "]")
	if !found || !closed {
		return code
	}
	language, calendar, own := strings.Cut(place, ",")
	if !own {
		lcid, err := strconv.ParseUint(language, 16, 64)
		if err != nil || lcid>>16&0x7f <= 1 {
			return code
		}
		return iso(code)
	}
	if n, err := strconv.ParseUint(calendar, 16, 64); err != nil || n&0x7f <= 1 {
		return code
	}
	return iso(code)
}

func iso(code string) string {
	if strings.Contains(strings.ToLower(code), "h") {
		return plainTime
	}
	return plainDate
}

// dated reports whether a format shows a day or year, and not only a time or a
// number: whether a d or y stands in it outside quotes and brackets.
func dated(code string) bool {
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '\\', '_', '*':
			i++
		case '"', '[':
			end := map[byte]string{'"': `"`, '[': "]"}[code[i]]
			at := strings.Index(code[i+1:], end)
			if at < 0 {
				return false
			}
			i += at + 1
		case 'd', 'D', 'y', 'Y':
			return true
		}
	}
	return false
}
