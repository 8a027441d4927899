package expr

import (
	"errors"
	"fmt"
	"math/big"
	"net/netip"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

const networkLimit = "A Lambda function can compute addresses at run time."

var networkFunctions = []*Func{
	{
		Name: "cidrhost", Params: "prefix, hostnum", Example: `cidrhost("10.0.0.0/16", 5)`, Doc: "The address of a number within a prefix; negative numbers count from its end.",
		Class: CompileTime, Limit: networkLimit, impl: cidrhostFunc,
	},
	{
		Name: "cidrnetmask", Params: "prefix", Example: `cidrnetmask("10.0.0.0/16")`, Doc: "The mask of an IPv4 prefix as an address.",
		Class: CompileTime, Limit: networkLimit,
		impl: tryTextFunc("prefix", func(s string) (string, error) {
			p, err := prefix(s)
			if err != nil {
				return "", err
			}
			if !p.Addr().Is4() {
				return "", errors.New("only IPv4 has masks")
			}
			m := ^uint32(0) << (32 - p.Bits())
			if p.Bits() == 0 {
				m = 0
			}
			return fmt.Sprintf("%d.%d.%d.%d", byte(m>>24), byte(m>>16), byte(m>>8), byte(m)), nil
		}),
	},
	{
		Name: "cidrsubnet", Params: "prefix, newbits, netnum", Example: `cidrsubnet("10.0.0.0/16", 8, 2)`,
		Doc:   "The prefix of a number among those that are so many bits longer.",
		Class: CompileTime, Limit: networkLimit, impl: cidrsubnetFunc,
	},
	{
		Name: "cidrsubnets", Params: "prefix, newbits...", Example: `cidrsubnets("10.0.0.0/16", 4, 8)`,
		Doc:   "Prefixes one after another, each so many bits longer.",
		Class: CompileTime, Limit: networkLimit, impl: cidrsubnetsFunc,
	},
}

func prefix(s string) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return p, fmt.Errorf("%q is no prefix such as 10.0.0.0/16", s)
	}
	return p.Masked(), nil
}

// address is the n-th address of a prefix.
func address(p netip.Prefix, n *big.Int) (netip.Addr, error) {
	width := p.Addr().BitLen()
	size := new(big.Int).Lsh(big.NewInt(1), uint(width-p.Bits()))
	if n.Sign() < 0 {
		n = new(big.Int).Add(size, n)
	}
	if n.Sign() < 0 || n.Cmp(size) >= 0 {
		return netip.Addr{}, fmt.Errorf("%s has no address of number %s", p, n)
	}
	sum := new(big.Int).Add(new(big.Int).SetBytes(p.Addr().AsSlice()), n)
	a, _ := netip.AddrFromSlice(sum.FillBytes(make([]byte, width/8)))
	return a, nil
}

// subnet is the n-th prefix of some more bits within p.
func subnet(p netip.Prefix, bits int, n *big.Int) (netip.Prefix, error) {
	width := p.Addr().BitLen()
	longer := p.Bits() + bits
	if bits < 0 || longer > width {
		return p, fmt.Errorf("%s has no room for %d more bits", p, bits)
	}
	if n.Sign() < 0 || n.BitLen() > bits {
		return p, fmt.Errorf("%d bits cannot hold the number %s", bits, n)
	}
	a, err := address(p, new(big.Int).Lsh(n, uint(width-longer)))
	return netip.PrefixFrom(a, longer), err
}

func whole(v cty.Value) (*big.Int, error) {
	n, accuracy := v.AsBigFloat().Int(nil)
	if accuracy != big.Exact || n == nil {
		return nil, errors.New("a whole number is required")
	}
	return n, nil
}

func small(v cty.Value) (int, error) {
	n, err := whole(v)
	if err != nil || !n.IsInt64() || n.Int64() > 128 || n.Int64() < 0 {
		return 0, errors.New("a whole number from 0 to 128 is required")
	}
	return int(n.Int64()), nil
}

var cidrhostFunc = function.New(&function.Spec{
	Params:       []function.Parameter{{Name: "prefix", Type: cty.String}, {Name: "hostnum", Type: cty.Number}},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		p, err := prefix(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		n, err := whole(args[1])
		if err != nil {
			return cty.NilVal, function.NewArgError(1, err)
		}
		a, err := address(p, n)
		if err != nil {
			return cty.NilVal, function.NewArgError(1, err)
		}
		return cty.StringVal(a.String()), nil
	},
})

var cidrsubnetFunc = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "prefix", Type: cty.String}, {Name: "newbits", Type: cty.Number}, {Name: "netnum", Type: cty.Number},
	},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		p, err := prefix(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		bits, err := small(args[1])
		if err != nil {
			return cty.NilVal, function.NewArgError(1, err)
		}
		n, err := whole(args[2])
		if err != nil {
			return cty.NilVal, function.NewArgError(2, err)
		}
		s, err := subnet(p, bits, n)
		if err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(s.String()), nil
	},
})

var cidrsubnetsFunc = function.New(&function.Spec{
	Params:       []function.Parameter{{Name: "prefix", Type: cty.String}},
	VarParam:     &function.Parameter{Name: "newbits", Type: cty.Number},
	Type:         function.StaticReturnType(cty.List(cty.String)),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		p, err := prefix(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		if len(args) == 1 {
			return cty.ListValEmpty(cty.String), nil
		}
		var out []cty.Value
		// next is where the next prefix may begin, as the number of an
		// address.
		next := new(big.Int)
		for i, a := range args[1:] {
			bits, err := small(a)
			if err != nil {
				return cty.NilVal, function.NewArgError(i+1, err)
			}
			rest := p.Addr().BitLen() - p.Bits() - bits
			if rest < 0 {
				return cty.NilVal, function.NewArgErrorf(i+1, "%s has no room for %d more bits", p, bits)
			}
			size := new(big.Int).Lsh(big.NewInt(1), uint(rest))
			n := new(big.Int).Add(next, new(big.Int).Sub(size, big.NewInt(1)))
			n.Div(n, size) // up to a multiple of the size
			s, err := subnet(p, bits, n)
			if err != nil {
				return cty.NilVal, function.NewArgErrorf(i+1, "%s has no room left", p)
			}
			next = new(big.Int).Mul(new(big.Int).Add(n, big.NewInt(1)), size)
			out = append(out, cty.StringVal(s.String()))
		}
		return cty.ListVal(out), nil
	},
})
