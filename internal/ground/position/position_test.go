package position_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"sanad/internal/ground/position"
)

// show writes a position as "form lon lat, lon lat ±metres".
func show(p position.Position) string {
	var b strings.Builder
	b.WriteString(p.Form)
	for i, point := range p.Points {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, " %v %v", point[0], point[1])
	}
	if p.Precision > 0 {
		fmt.Fprintf(&b, " ±%v", p.Precision)
	}
	return b.String()
}

func TestAPlaceIsTheSameHoweverItIsWritten(t *testing.T) {
	for _, text := range []string{
		"35.5, 51.25", "35.5 51.25", "35.5,51.25", "(35.5, 51.25)", "35.5N 51.25E", "N35.5 E51.25", "51.25 E, 35.5 N",
		"35°30′N 51°15′E", "35°30'00\"N 51°15'00\"E", "35º30’00”N, 51º15’00”E", "35°30'0''N 51°15'0''E", "N35 30 E51 15", "35 30 0 51 15 0",
		"35 30 51 15", "35° 30′ 51° 15′", "35° 30′, 51° 15′", "35.5° 51.25°", "lat 35.5 lon 51.25", "lon=51.25, lat=35.5",
		"۳۵٫۵، ۵۱٫۲۵", "٣٥٫٥، ٥١٫٢٥", "۳۵٫۵ شمالی ۵۱٫۲۵ شرقی", "عرض ۳۵٫۵ طول ۵۱٫۲۵", "٣٥٫٥ شمالاً ٥١٫٢٥ شرقاً",
		"۳۵ درجه و ۳۰ دقیقه شمالی، ۵۱ درجه و ۱۵ دقیقه شرقی", "٣٥ درجة و ٣٠ دقيقة شمالاً ٥١ درجة و ١٥ دقيقة شرقاً",
		"POINT(51.25 35.5)", "point (51.25 35.5)", "SRID=4326;POINT(51.25 35.5)", "POINT( 51.25   35.5 )", "POINT(5.125e1 35.5)",
		"geo:35.5,51.25", "GEO:35.5,51.25;crs=WGS84", "geo:35.5,51.25;crs=wgs84;z=12", "point: 35.5, 51.25", "+35.5, +51.25", "\u200e35.5, 51.25",
	} {
		p, err := position.Read(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if got := show(p); got != "point 51.25 35.5" {
			t.Errorf("%q was read as %q", text, got)
		}
	}
}

func TestPlacesAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"35.6892, 51.3890":                 "point 51.389 35.6892",
		"35°41′21″N 51°23′20″E":            "point 51.3888889 35.6891667",
		"N35 41.35 E51 23.3":               "point 51.3883333 35.6891667",
		"-33.45, -70.66":                   "point -70.66 -33.45",
		"33.45 S 70.66 W":                  "point -70.66 -33.45",
		"33°27′ S, 70°39′36″ W":            "point -70.66 -33.45",
		"-0 30, 10 0":                      "point 10 -0.5",
		"0, 0":                             "point 0 0",
		"90, -180":                         "point -180 90",
		"-0, -0":                           "point 0 0",
		"35.5, 51.25 ±500 m":               "point 51.25 35.5 ±500",
		"35.5, 51.25 ± 1 km":               "point 51.25 35.5 ±1000",
		"35.5, 51.25 (±1.5 km)":            "point 51.25 35.5 ±1500",
		"35.5, 51.25 to 500 m":             "point 51.25 35.5 ±500",
		"35.5, 51.25, within 1,500 metres": "point 51.25 35.5 ±1500",
		"35°30′N 51°15′E +/- 30 m":         "point 51.25 35.5 ±30",
		"۳۵٫۵، ۵۱٫۲۵ ±۵۰۰ متر":             "point 51.25 35.5 ±500",
		"۳۵٫۵، ۵۱٫۲۵ با دقت ۲ کیلومتر":                  "point 51.25 35.5 ±2000",
		"٣٥٫٥، ٥١٫٢٥ بدقة ٥٠٠ متر":                      "point 51.25 35.5 ±500",
		"POINT(51.25 35.5) ±500 m":                      "point 51.25 35.5 ±500",
		"geo:35.5,51.25;u=35":                           "point 51.25 35.5 ±35",
		"35, 51; 36, 52":                                "line 51 35, 52 36",
		"35, 51\n36, 52\n":                              "line 51 35, 52 36",
		"35, 51; 36, 52; 35, 53":                        "area 51 35, 52 36, 53 35",
		"35, 51; 36, 52; 35, 53; 35, 51":                "area 51 35, 52 36, 53 35",
		"line: 35, 51; 36, 52; 35, 53":                  "line 51 35, 52 36, 53 35",
		"خط ۳۵، ۵۱؛ ۳۶، ۵۲؛ ۳۵، ۵۳ ±۱۰ متر":             "line 51 35, 52 36, 53 35 ±10",
		"LINESTRING(51 35, 52 36)":                      "line 51 35, 52 36",
		"POLYGON((51 35, 52 36, 53 35, 51 35))":         "area 51 35, 52 36, 53 35",
		"polygon ( ( 51 35, 52 36, 53 35, 51 35 ) )":    "area 51 35, 52 36, 53 35",
		"LINESTRING(51 35, 52 36, 53 35, 51 35) ±1.5 m": "line 51 35, 52 36, 53 35, 51 35 ±1.5",
	} {
		p, err := position.Read(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if got := show(p); got != want {
			t.Errorf("%q was read as %q, want %q", text, got, want)
		}
	}
}

func TestWhatIsNoPlaceIsRefusedInWords(t *testing.T) {
	for _, r := range []struct{ texts, says string }{
		{"|  |;", "no position"}, {"hello, world|35.5, x|35/5, 51", "not read here"}, {"35.5|35.5 N|35 30 0|1 2 3 4 5", "wanted"},
		{"91, 51|-91 51|95, 100", "latitude"}, {"135.5, 51.25", "look swapped"}, {"35.5, 181|35.5, 200 E|1, 99999999999999999999", "longitude"},
		{"35 N 51 N|lat 35 lat 51|35 N, lat 51", "same axis"}, {"-35 N 51 E", "a sign and a side"}, {"35 61 N 51 E|35°30′60″N 51°E", "under 60"},
		{"35.5 30 N 51 E", "smaller part"}, {"30″ 51″|35′ N 51 E", "this order"}, {"35′30° N 51 E", "more than two"}, {"35, 51, 1200", "more than two"}, {"N S 35 51|35 N S 51", ""},
		{"35,5|35,51; 36,52", "decimal comma"}, {"35.5.5, 51|35., 51", "no number"}, {", 51", "missing before"}, {"° 35 51", "without a number"},
		{"35.5, 51.25 ±1,5 km", "two ways"}, {"35.5, 51.25 ±5 miles", "no unit"}, {"35.5, 51.25 ±0 m|35.5, 51.25 ±99999999 m", "is none"},
		{"35.5, 51.25 ±|35.5 ±5 m, 51.25", "precision"}, {"point: 35, 51; 36, 52", "a point is"}, {"line: 35, 51", "at least two"},
		{"area: 35, 51; 36, 52|POLYGON((51 35, 52 36))", "at least three"}, {"POINT(35.5 151.25)", "longitude first"}, {"POINT Z(1 2 3)", "heights"},
		{"POINT(1 2 3)|POINT(1,2)|POINT()", "longitude, a space"}, {"POINT EMPTY", "nowhere"}, {"POINT(NaN 1)|POINT(1 Inf)|POINT(0x1 1)|POINT(1e999 1)", "no number"},
		{"POLYGON((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))", "holes"}, {"POLYGON(0 0, 9 0, 9 9)|POINT(1 2|POINT((1 2))", ""},
		{"MULTIPOINT((1 2), (3 4))", "one POINT"}, {"SRID=3857;POINT(1 2)", "WGS 84"}, {"geo:35.5,51.25,1200", "height"}, {"geo:35.5", "RFC 5870"},
		{"geo:35.5,51.25;crs=moon", "wgs84"}, {"geo:35.5,51.25;u=-3|geo:35.5,51.25;u=1;u=2|geo:1,2;u=", "uncertainty"}, {"geo:135.5,51.25", "swapped"},
		{"geo:0,0?q=Shiraz|geo:x,1", "no number"}, {"\xff", "UTF-8"}, {strings.Repeat("1, 2; ", 1000), "at most 4096"},
	} {
		for text := range strings.SplitSeq(r.texts, "|") {
			p, err := position.Read(text)
			if err == nil {
				t.Errorf("%q was read as %q", text, show(p))
			} else if !strings.Contains(err.Error(), r.says) {
				t.Errorf("%q: %v, want %q in it", text, err, r.says)
			}
		}
	}
}

func TestPlacesAreWrittenInTheLanguageOfTheReader(t *testing.T) {
	p := position.Position{Form: position.Point, Points: [][2]float64{{-70.66, 33.5}}, Precision: 500}
	for lang, want := range map[string]string{
		"en": "33.5, -70.66 ±500 m", "de": "33.5, -70.66 ±500 m", "fa-AF": "۳۳٫۵، \u200e−۷۰٫۶۶ ±۵۰۰ متر", "AR": "٣٣٫٥، \u061c-٧٠٫٦٦ ±٥٠٠ متر",
	} {
		if got := p.Format(lang); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

// holds fails unless a position keeps its promises and reads back.
func holds(t *testing.T, text string, p position.Position) {
	t.Helper()
	n := len(p.Points)
	switch {
	case p.Form == position.Point && n == 1, p.Form == position.Line && n >= 2, p.Form == position.Area && n >= 3:
	default:
		t.Fatalf("%q gives a %s of %d points", text, p.Form, n)
	}
	for _, point := range p.Points {
		if !(math.Abs(point[0]) <= 180 && math.Abs(point[1]) <= 90) {
			t.Fatalf("%q lies at %v", text, point)
		}
	}
	if !(p.Precision >= 0) || math.IsInf(p.Precision, 0) {
		t.Fatalf("%q is precise to %v", text, p.Precision)
	}
	for _, lang := range []string{"en", "fa", "ar"} {
		written := p.Format(lang)
		if len(written) > position.MaxText {
			continue
		}
		if back, err := position.Read(written); err != nil || show(back) != show(p) {
			t.Fatalf("%q is %q; in %s %q, which reads back as %q, %v", text, show(p), lang, written, show(back), err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"35.6892, 51.3890", "35°41′21″N 51°23′20″E", "N35 41.35 E51 23.3 ±500 m", "۳۵٫۵، ۵۱٫۲۵ با دقت ۲ کیلومتر", "٣٥٫٥ شمالاً ٥١٫٢٥ شرقاً",
		"POLYGON((51 35, 52 36, 53 35, 51 35))", "geo:35.5,51.25;crs=wgs84;u=35", "line: 35, 51; 36, 52; 35, 53", "35 30 51 15", "-0, -0", "1e-7, 0",
		"POINT(1e-300 0)", "lat=-5 lon=5", "35, 51; 35, 51; 35, 51; 35, 51",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := position.Read(text); err == nil {
			holds(t, text, p)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	for name, text := range map[string]string{
		"decimal": "35.6892, 51.3890 ±500 m", "sexagesimal": "35°41′21″N 51°23′20″E", "persian": "۳۵٫۵ شمالی ۵۱٫۲۵ شرقی",
		"wkt": "POLYGON((51 35, 52 36, 53 35, 51 35))", "full": "area: " + strings.Repeat("35.5, 51.25; ", 300) + "36, 52; 37, 51",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := position.Read(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
