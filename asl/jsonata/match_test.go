package jsonata

import "testing"

// Functions stand in for regular expressions. This one finds every l by itself.
const ownMatcher = `($l := function($s){(
	$find := function($from){(
		$rest := $substring($s, $from);
		$at := $from + $length($substringBefore($rest, 'l'));
		$contains($rest, 'l') ? {'match': 'l', 'start': $at, 'end': $at + 1, 'groups': ['L'], 'next': function(){$find($at + 1)}}
	)};
	$find(0)
)}; `

func TestMatchersOfOnesOwn(t *testing.T) {
	tests := []struct{ src, want string }{
		{"$match('hello', $l)", `[{"match":"l","index":2,"groups":["L"]},{"match":"l","index":3,"groups":["L"]}]`},
		{"$match('hello', $l, 1).index", `2`},
		{"$contains('hello', $l)", `true`},
		{"$contains('heo', $l)", `false`},
		{"$split('hello', $l)", `["he","","o"]`},
		{"$replace('hello', $l, '<$1>')", `"he<L><L>o"`},
		{"$replace('hello', $l, function($m){$uppercase($m.match)}, 1)", `"heLlo"`},
		{"$match('a', function($s){1})", `! T1010`},
		{"$match('a', function($s){{'x': 1}})", `! T1010`},
		{"$match('a', function($s){$error('no')})", `! D3137`},
	}
	for _, tt := range tests {
		if got := evalString(ownMatcher + tt.src + ")"); got != tt.want {
			t.Errorf("%s = %s, want %s", tt.src, got, tt.want)
		}
	}
}
