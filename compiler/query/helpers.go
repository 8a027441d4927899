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
// A helper fails with ": $error(...)" at the end of a conditional and in no
// other way, so that leaving that out makes one that gives nothing instead:
// $_try_NAME, for try and can.
var helpers = map[string]string{
	// A number as HCL writes it. JSONata's own text has 15 digits; HCL's
	// has all of a whole number.
	"digits": `function($n){$n = $floor($n) and $abs($n) < 1e21 ? $formatBase($n, 10) : $string($n)}`,

	// Conversions. Null and nothing are errors.
	"str": `function($x){$type($x) = 'string' ? $x : $type($x) = 'boolean' ? $string($x)
		: $type($x) = 'number' ? $_digits($x) : $error('not a string')}`,
	"num": `function($x){$type($x) = 'number' ? $x
		: $type($x) = 'string' and $contains($x, /^[-+]?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?$/)
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

	// One object of many, in which no key may stand twice.
	"unique": `function($os){($m := $merge($os); $count($keys($m)) = $count($os) ? $m
		: $error('two elements give the same key'))}`,

	// An object of lists: of the v of all pairs of the same k.
	"group": `function($ps){$merge([$map($distinct([$ps.k]), function($k){{$k: $append([],
		$map($filter($ps, function($p){$p.k = $k}), function($p){$p.v})[])}})])}`,

	"div": `function($a, $b){$b != 0 ? $a / $b : $error('division by zero')}`,
	"mod": `function($a, $b){$b != 0 ? $a % $b : $error('division by zero')}`,

	// x without members that are null.
	"prune": `function($x){$type($x) = 'object'
		? $merge([$each($x, function($v, $k){$v != null ? {$k: $_prune($v)}})])
		: $type($x) = 'array' ? $append([], $map($x, function($v){$_prune($v)})[]) : $x}`,
}

var (
	helperCall = regexp.MustCompile(`\$_([a-z]+)\b`)
	otherwise  = regexp.MustCompile(`\s*: \$error\('[^']*'\)`)
)

// fails says whether a helper, or one that it calls, may fail.
func fails(name string) bool {
	seen := map[string]bool{}
	var visit func(string) bool
	visit = func(n string) bool {
		if seen[n] {
			return false
		}
		seen[n] = true
		if strings.Contains(helpers[n], "$error(") {
			return true
		}
		return slices.ContainsFunc(helperCall.FindAllStringSubmatch(helpers[n], -1), func(m []string) bool { return visit(m[1]) })
	}
	return visit(name)
}

// definition is a helper's function, name being one of helpers, or one of them
// with try_ before it.
var definition = func() func(string) jsonata.Node {
	var mu sync.Mutex
	parsed := map[string]jsonata.Node{}
	return func(name string) jsonata.Node {
		mu.Lock()
		defer mu.Unlock()
		if n := parsed[name]; n != nil {
			return n
		}
		n, err := jsonata.Parse(helperText(name))
		if err != nil {
			panic("query: helper " + name + ": " + err.Error())
		}
		parsed[name] = n
		return n
	}
}()

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

var anyHelper = regexp.MustCompile(`\$_([a-z_]+)\b`)

// need has a helper and those that it calls defined.
func (w *writer) need(name string) {
	if slices.Contains(w.helpers, name) {
		return
	}
	w.helpers = append(w.helpers, name)
	for _, m := range anyHelper.FindAllStringSubmatch(helperText(name), -1) {
		w.need(m[1])
	}
}

// finish puts the helpers that are called in n before it.
func (w *writer) finish(n jsonata.Node) jsonata.Node {
	if len(w.helpers) == 0 {
		return n
	}
	b := &jsonata.Block{}
	for _, h := range w.helpers {
		b.Exprs = append(b.Exprs, &jsonata.Assign{Var: "_" + h, Value: definition(h)})
	}
	if inner, ok := n.(*jsonata.Block); ok {
		b.Exprs = append(b.Exprs, inner.Exprs...)
	} else {
		b.Exprs = append(b.Exprs, n)
	}
	return b
}
