package exif

import (
	"fmt"
	"strings"
)

// gpsFields tells where and when a satellite receiver says the camera was.
func (d *Data) gpsFields(g directory) {
	lat, ok1 := degrees(g[2], g[1].text(), "N", "S", 90)
	long, ok2 := degrees(g[4], g[3].text(), "E", "W", 180)
	if ok1 && ok2 {
		d.add("latitude", short(lat, 7))
		d.add("longitude", short(long, 7))
	}
	if up, ok := g[6].number(0); ok {
		if below, _ := g[5].number(0); below == 1 {
			up = -up
		}
		d.add("altitude_m", short(up, 2))
	}
	d.add("gps_time", gpsTime(g[0x1d].text(), g[7]))
	d.add("gps_datum", g[0x12].text())
	d.add("gps_direction", decimal(g[0x11], 0, 2))
	d.add("gps_accuracy_m", decimal(g[0x1f], 0, 2))
	d.add("gps_method", g[0x1b].comment())
}

// degrees makes decimal degrees of degrees, minutes and seconds, of which the
// later may be missing. Without knowing the half of the Earth there is none.
func degrees(v value, half, plus, minus string, most float64) (float64, bool) {
	sum, ok := v.number(0)
	if !ok {
		return 0, false
	}
	for i, part := range []float64{60, 3600} {
		n, ok := v.number(i + 1)
		if !ok {
			break
		}
		sum += n / part
	}
	if sum < 0 || sum > most {
		return 0, false
	}
	switch strings.ToUpper(half) {
	case plus:
		return sum, true
	case minus:
		return -sum, true
	}
	return 0, false
}

// gpsTime joins the receiver's day and time, which are of the zone UTC.
func gpsTime(day string, clock value) string {
	day = strings.ReplaceAll(day, ":", "-")
	if !like(day, "0000-00-00") {
		return ""
	}
	var n [3]float64
	for i, most := range []float64{24, 60, 61} {
		v, ok := clock.number(i)
		if !ok || v < 0 || v >= most {
			return day
		}
		n[i] = v
	}
	return fmt.Sprintf("%sT%02d:%02d:%02dZ", day, int(n[0]), int(n[1]), int(n[2]))
}
