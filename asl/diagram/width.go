package diagram

import "unicode/utf8"

// widths are how wide the characters from ' ' to '~' are in a common sans-serif
// face, in thousandths of the font's size. The picture is drawn by whoever
// looks at it, in a face of theirs, so that is as near as one can get.
var widths = [...]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // space to /
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 to ?
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ to O
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P to _
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` to o
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // p to ~
}

// textWidth is about how wide a text is in a font of that many pixels, rather
// too wide than too narrow.
func textWidth(s string, pixels int) int {
	sum := 0
	for _, r := range s {
		switch {
		case ' ' <= r && r <= '~':
			sum += widths[r-' ']
		case r < 0x1100:
			sum += 600
		default:
			sum += 1000 // ideographs, and what else is wide
		}
	}
	// A seventh more for faces that run wider.
	return sum*pixels*8/7000 + 1
}

// mostText is how many characters of a label are drawn.
const mostText = 36

// short is a label as it is drawn; what is left out shows on hovering.
func short(s string) string {
	if utf8.RuneCountInString(s) <= mostText {
		return s
	}
	return string([]rune(s)[:mostText-1]) + "…"
}
