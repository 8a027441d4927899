package query

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
)

// helpers are functions that translations call as $_NAME. An expression that
// calls one defines it, since functions cannot be kept in the variables of a
// state machine. The order of definitions does not matter: names are looked up
// when a call is made.
//
// A helper fails with ": $error('...')" at the end of a conditional, so that
// leaving that out makes one that gives nothing instead: $_try_NAME, for try
// and can. What HCL takes and JSONata does not have fails with double quotes,
// $error("..."), or in a builtin: that ends the execution even inside of try,
// whose next alternative would be a wrong value.
var helpers = map[string]string{
	// A number as HCL writes it. JSONata's own text has 15 digits; HCL's
	// has all of a whole number.
	"digits": `function($n){$n = $floor($n) and $abs($n) < 1e21 ? $formatBase($n, 10) : $string($n)}`,

	// Conversions. Null and nothing are errors.
	"str": `function($x){$type($x) = 'string' ? $x : $type($x) = 'boolean' ? $string($x)
		: $type($x) = 'number' ? $_digits($x) : $error('not a string')}`,
	// ($number fails for ".5" and "5.", which HCL takes.)
	"num": `function($x){$type($x) = 'number' ? $x
		: $type($x) = 'string' and $contains($x, /^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$/)
		? $number($replace($x, /^[+]/, '')) : $error('not a number')}`,
	"bool": `function($x){$type($x) = 'boolean' ? $x : $x in ['true', '1'] ? true
		: $x in ['false', '0'] ? false : $error('not a bool')}`,
	"list": `function($x){$type($x) = 'array' ? $x : $error('not a list')}`,
	"obj":  `function($x){$type($x) = 'object' ? $x : $error('not an object')}`,

	// The keys of an object in order; always a list.
	"keys": `function($o){$sort($append([], $keys($o)[]))}`,

	// The results of f for what is in an object, by sorted keys, or in
	// anything; always a list. Nothing is left out.
	"entries": `function($o, $f){$append([], $map($_keys($o), function($k){$f($lookup($o, $k), $k)})[])}`,
	"each": `function($c, $f){$type($c) = 'array' ? $append([], $map($c, function($v, $i){$f($v, $i)})[])
		: $type($c) = 'object' ? $_entries($c, $f) : $error('no list and no object')}`,

	// x as the only element of a list, also if it is a list itself.
	"wrap": `function($x){$type($x) = 'array' ? [[$x]] : [$x]}`,

	// c[k].
	"at": `function($c, $k){$type($c) = 'array' ? $_element($c, $_num($k)) : $_member($_obj($c), $_str($k))}`,
	"element": `function($c, $i){$i = $floor($i) and $i >= 0 and $i < $count($c) ? $c[$i]
		: $error('no such element')}`,
	"member": `function($c, $k){$exists($lookup($c, $k)) ? $lookup($c, $k) : $error('no such member')}`,

	// A member of what may be no object.
	"get": `function($c, $k){$type($c) = 'object' ? $lookup($c, $k)}`,

	// The results of f for x[*].
	"splat": `function($x, $f){$type($x) = 'array' ? $append([], $map($x, function($v){$f($v)})[])
		: $x = null ? [] : $exists($x) ? $_wrap($f($x)) : $error('nothing before [*]')}`,

	// The same inside try, where f gives nothing if it fails.
	"every": `function($x, $f){$type($x) = 'array'
		? ($r := $append([], $map($x, function($v){$f($v)})[]); $count($r) = $count($x) ? $r : $error('an element without it'))
		: $x = null ? [] : $exists($x) ? ($r := $f($x); $exists($r) ? $_wrap($r) : $error('nothing in it'))
		: $error('nothing before [*]')}`,

	// One object of many, in which no key may stand twice.
	"unique": `function($os){($m := $merge($os); $count($keys($m)) = $count($os) ? $m
		: $error('two elements give the same key'))}`,

	// An object of lists: of the values that objects of one member each have
	// for the same key. (Objects of two, a key and a value, would be easier
	// to read. But the reference implementation loses two levels of its
	// depth for each that a function makes, and AWS bounds the depth.)
	"group": `function($os){$merge([$map($distinct([$map($os, $keys)]), function($k){{$k: $append([],
		$map($filter($os, function($o){$keys($o) = $k}), function($o){$lookup($o, $k)})[])}})])}`,

	"signum": `function($n){$n = $floor($n) ? $n > 0 ? 1 : $n < 0 ? -1 : 0 : $error('not a whole number')}`,
	"div":    `function($a, $b){$b != 0 ? $a / $b : $error('division by zero')}`,
	"mod":    `function($a, $b){$b != 0 ? $a % $b : $error('division by zero')}`,

	// Strings.
	"starts":     `function($s, $p){$substring($s, 0, $length($p)) = $p}`,
	"ends":       `function($s, $p){$length($p) = 0 or $substring($s, -$length($p)) = $p}`,
	"trimprefix": `function($s, $p){$_starts($s, $p) ? $substring($s, $length($p)) : $s}`,
	"trimsuffix": `function($s, $p){$_ends($s, $p) ? $substring($s, 0, $length($s) - $length($p)) : $s}`,
	"basename": `function($s){$s = '' ? '.' : ($b := $replace($s, /[\/]+$/, ''); $b = '' ? '/'
		: $replace($b, /^[\s\S]*[\/]/, ''))}`,
	"strrev": `function($s){$join([$map([0..$length($s) - 1], function($i){$substring($s, -1 - $i, 1)})])}`,
	"split":  `function($s, $p){$p != '' ? $split($s, $p) : $error("split by an empty string")}`,
	"substr": `function($s, $o, $n){$o = $floor($o) and $n = $floor($n)
		? $n < 0 or $o < 0 and $n = 0 ? $substring($s, $o) : $substring($s, $o, $n) : $error('no such part of a string')}`,
	"replace": `function($s, $o, $n){$o != '' and $not($length($o) > 1 and $_starts($o, '/') and $_ends($o, '/'))
		? $replace($s, $o, $n) : $error("replace takes an empty text or a pattern only as a constant")}`,
	"zpad":  `function($s, $n){$_starts($s, '-') ? '-' & $pad($substring($s, 1), 1 - $n, '0') : $pad($s, -$n, '0')}`,
	"whole": `function($n){$n = $floor($n) ? $formatBase($n, 10) : $error('not a whole number')}`,
	"hex":   `function($n){$n = $floor($n) ? $formatBase($n, 16) : $error('not a whole number')}`,
	"int":   `function($s){$contains($s, /^[-+]?[0-9]+$/) ? $number($replace($s, /^[+]/, '')) : $error('not a whole number')}`,

	// Encodings.
	"quote": `function($s){($q := $string([$s]); $replace($replace($replace($replace($replace(
		$substring($q, 1, $length($q) - 2), '<', '\\u003c'), '>', '\\u003e'), '&', '\\u0026'),
		'\u2028', '\\u2028'), '\u2029', '\\u2029'))}`,
	"json": `function($v){($t := $type($v); $t = 'string' ? $_quote($v) : $t = 'number' ? $_digits($v)
		: $t = 'array' ? '[' & $join([$map($v, function($x){$_json($x)})], ',') & ']'
		: $t = 'object' ? '{' & $join([$map($_keys($v), function($k){$_quote($k) & ':' & $_json($lookup($v, $k))})], ',') & '}'
		: $string($v))}`,
	"url": `function($s){$replace($replace($replace($replace($replace($replace($encodeUrlComponent($s),
		'%20', '+'), '!', '%21'), '\u0027', '%27'), '(', '%28'), ')', '%29'), '*', '%2A')}`,
	"ascii": `function($s){$contains($s, /[^\x00-\x7f]/) = false ? $s : $error("not ASCII")}`,
	"base":  `function($s){$base64encode($_ascii($s))}`,
	"unbase": `function($s){$s = '' or $length($s) % 4 = 0 and $contains($s, /^[A-Za-z0-9+\/]+={0,2}$/)
		? $s = '' ? '' : $_ascii($base64decode($s)) : $error('not Base64')}`,

	// Times.
	// The milliseconds of a time in RFC 3339. That the 30th of February is
	// none, $toMillis does not know. A time that is one, but not in UTC,
	// ends the execution even inside of try: HCL would take it.
	"utc": `function($t){($n := $_time($t); $substring($t, -1) = 'Z' ? $n
		: $exists($n) ? $error("a time that is not in UTC") : $error('not a time'))}`,
	"time": `function($t){$contains($t, ` + timePattern + `)
		? ($d := $substring($t, 0, 10); $substring($fromMillis($toMillis($d & 'T00:00:00Z')), 0, 10) = $d
			? $toMillis($t) : $error('not a time')) : $error('not a time')}`,

	// Collections.
	"all":      `function($l){$count($filter($l, function($x){$x != true})) = 0}`,
	"values":   `function($o){$_entries($o, function($v){$v})}`,
	"concat":   `function($ls){$reduce($ls, function($a, $l){$append($a, $l)}, [])}`,
	"flatten":  `function($l){$reduce($l, function($a, $x){$append($a, $type($x) = 'array' ? $_flatten($x) : [$x])}, [])}`,
	"contains": `function($l, $v){$count($filter($l, function($x){$x = $v})) > 0}`,
	"index": `function($l, $v){($i := $filter([0..$count($l) - 1], function($i){$l[$i] = $v})[0]; $exists($i) ? $i
		: $error('no such element'))}`,
	"round": `function($l, $i){($n := $count($l); $n > 0 and $i = $floor($i) ? ($k := ($i % $n + $n) % $n; $l[$k])
		: $error('no such element'))}`,
	"one": `function($l){$count($l) = 0 ? null : $count($l) = 1 ? $l[0] : $error('more than one element')}`,
	"length": `function($x){($t := $type($x); $t = 'string' ? $length($x) : $t = 'array' ? $count($x)
		: $t = 'object' ? $count($keys($x)) : $error('no length'))}`,
	"map": `function($x){$x = null ? {} : $type($x) = 'object' ? $x : $error('not an object')}`,
	"slice": `function($l, $s, $e){$s = $floor($s) and $e = $floor($e) and $s >= 0 and $s <= $e and $e <= $count($l)
		? $append([], $map([$s..$e - 1], function($i){$l[$i]})[]) : $error('no such part of a list')}`,
	"chunks": `function($l, $n){$n = $floor($n) and $n >= 0 ? $count($l) = 0 ? [] : $n = 0 ? [[$l]]
		: $append([], $map([0..$ceil($count($l) / $n) - 1], function($i){
			$append([], $filter($l, function($v, $j){$floor($j / $n) = $i})[])})[]) : $error('no such size')}`,
	"zip": `function($k, $v){$count($k) = $count($v) ? $merge([$map($k, function($x, $i){{$x: $v[$i]}})])
		: $error('not as many keys as values')}`,
	"sum": `function($l){$count($l) > 0 ? $sum($l) : $error('the sum of an empty list')}`,
	"set": `function($l){$count($l) = 0 or $type($l[0]) in ['string', 'number'] ? $sort($distinct($l))
		: $error("a set of other than strings and numbers")}`,
	"upto": `function($a, $b){$_range($a, $b, $b < $a ? -1 : 1)}`,
	"range": `function($a, $b, $s){($n := $s = 0 ? -1 : $ceil(($b - $a) / $s); $n >= 0 and $n <= 1024
		? [$map([0..$n - 1], function($i){$a + $i * $s})] : $error('no such range'))}`,

	// Attribute values of DynamoDB: see dynamo_map in dsl/expr.
	"attribute": `function($x){($t := $type($x); $t = 'string' ? {'S': $x} : $t = 'number' ? {'N': $_digits($x)}
		: $t = 'boolean' ? {'BOOL': $x} : $t = 'null' ? {'NULL': true}
		: $t = 'array' ? {'L': $append([], $map($x, function($v){$_attribute($v)})[])} : {'M': $_attributes($x)})}`,
	"attributes": `function($x){$x = null ? null
		: $merge([$each($_obj($x), function($v, $k){{$k: $_attribute($v)}})])}`,
	"plain": `function($a){($k := $type($a) = 'object' ? $keys($a) : ''; $v := $lookup($a, $k);
		$k in ['S', 'BOOL', 'SS', 'B', 'BS'] ? $v : $k = 'N' ? $number($v) : $k = 'NULL' ? null
		: $k = 'M' ? $_plains($v) : $k = 'L' ? $append([], $map($v, function($x){$_plain($x)})[])
		: $k = 'NS' ? [$map($v, function($x){$number($x)})] : $error('not an attribute value'))}`,
	"plains": `function($x){$x = null ? null
		: $merge([$each($_obj($x), function($v, $k){{$k: $_plain($v)}})])}`,

	// x without members that are null.
	"prune": `function($x){$type($x) = 'object'
		? $merge([$each($x, function($v, $k){$v != null ? {$k: $_prune($v)}})])
		: $type($x) = 'array' ? $append([], $map($x, function($v){$_prune($v)})[]) : $x}`,
}

// timePattern is that of times in RFC 3339.
const timePattern = `/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])` +
	`T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?(Z|[-+]([01][0-9]|2[0-3]):[0-5][0-9])$/`

var (
	helperCall = regexp.MustCompile(`\$_([a-z]+)\b`)
	anyHelper  = regexp.MustCompile(`\$_([a-z_]+)\b`)
	otherwise  = regexp.MustCompile(`\s*: \$error\('[^']*'\)`)
)

// fails says whether a helper, or one that it calls, may fail as HCL does.
func fails(name string) bool {
	seen := map[string]bool{}
	var visit func(string) bool
	visit = func(n string) bool {
		if seen[n] {
			return false
		}
		seen[n] = true
		if otherwise.MatchString(helpers[n]) {
			return true
		}
		return slices.ContainsFunc(helperCall.FindAllStringSubmatch(helpers[n], -1), func(m []string) bool { return visit(m[1]) })
	}
	return visit(name)
}

// A definition is a helper's function and the names of the helpers that it
// calls.
type definition struct {
	function jsonata.Node
	calls    []string
}

// definitions are those of helpers that were needed so far, by name.
var definitions sync.Map

// define is the definition of a helper, name being one of helpers, or one of
// them with try_ before it.
func define(name string) definition {
	if d, ok := definitions.Load(name); ok {
		return d.(definition)
	}
	text := helperText(name)
	n, err := jsonata.Parse(text)
	if err != nil {
		panic("query: helper " + name + ": " + err.Error())
	}
	d := definition{function: n}
	for _, m := range anyHelper.FindAllStringSubmatch(text, -1) {
		d.calls = append(d.calls, m[1])
	}
	definitions.Store(name, d)
	return d
}

func helperText(name string) string {
	plain, lenient := strings.CutPrefix(name, "try_")
	src, ok := helpers[plain]
	if !ok {
		panic("query: no helper " + name)
	}
	if !lenient {
		return src
	}
	src = otherwise.ReplaceAllString(src, "")
	return helperCall.ReplaceAllStringFunc(src, func(call string) string {
		if n := strings.TrimPrefix(call, "$_"); fails(n) {
			return "$_try_" + n
		}
		return call
	})
}

// call calls a helper.
func (w *writer) call(name string, t cty.Type, args ...jsonata.Node) code {
	lenient := w.lenient && fails(name)
	if lenient {
		name = "try_" + name
	}
	w.need(name)
	return code{
		n: &jsonata.Call{Func: variable("_" + name), Args: args}, typ: t,
		undef: lenient, null: t == cty.DynamicPseudoType,
	}
}

// need has a helper and those that it calls defined.
func (w *writer) need(name string) {
	if slices.Contains(w.helpers, name) {
		return
	}
	w.helpers = append(w.helpers, name)
	for _, h := range define(name).calls {
		w.need(h)
	}
}

// finish puts the helpers that are called in n before it.
func (w *writer) finish(n jsonata.Node) jsonata.Node {
	if len(w.helpers) == 0 {
		return n
	}
	b := &jsonata.Block{}
	for _, h := range w.helpers {
		b.Exprs = append(b.Exprs, &jsonata.Assign{Var: "_" + h, Value: define(h).function})
	}
	if inner, ok := n.(*jsonata.Block); ok {
		b.Exprs = append(b.Exprs, inner.Exprs...)
	} else {
		b.Exprs = append(b.Exprs, n)
	}
	return b
}
