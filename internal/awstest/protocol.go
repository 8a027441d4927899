package awstest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A protocol is how calls of a service are written.
//
//sumtype:decl
type protocol interface {
	read(r *http.Request, body []byte) (Call, error)
	reply(c Call, result map[string]any) answer
	refuse(p *Problem) answer
}

// protocolOf finds the protocol of a request; nil: none.
func protocolOf(r *http.Request, body []byte) protocol {
	prefix, _, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	switch {
	case prefix == "AWSStepFunctions":
		return jsonProtocol{"states", "1.0"}
	case prefix == "Logs_20140328":
		return jsonProtocol{"logs", "1.1"}
	case prefix == "AWSEvents":
		return jsonProtocol{"events", "1.1"}
	case prefix == "ElasticMapReduce":
		return jsonProtocol{"elasticmapreduce", "1.1"}
	case prefix == "AmazonEC2ContainerServiceV20141113":
		return jsonProtocol{"ecs", "1.1"}
	case strings.Contains(r.Header.Get("Authorization"), "/s3/aws4_request"):
		return objectProtocol{}
	case strings.HasPrefix(r.URL.Path, cborPath):
		return cborProtocol{}
	case strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		form, err := url.ParseQuery(string(body))
		switch {
		case err != nil:
		case form.Get("Version") == "2010-05-08":
			return queryProtocol{"iam", "https://iam.amazonaws.com/doc/2010-05-08/"}
		case form.Get("Version") == "2011-06-15":
			return queryProtocol{"sts", "https://sts.amazonaws.com/doc/2011-06-15/"}
		}
	}
	if route(r) != "" {
		return restProtocol{}
	}
	return nil
}

// jsonProtocol is AWS JSON 1.0 and 1.1.
type jsonProtocol struct{ service, version string }

func (p jsonProtocol) read(r *http.Request, body []byte) (Call, error) {
	_, name, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	c := Call{Service: p.service, Name: name}
	return c, json.Unmarshal(body, &c.Params)
}

func (p jsonProtocol) reply(_ Call, result map[string]any) answer {
	return jsonAnswer(http.StatusOK, "application/x-amz-json-"+p.version, result)
}

func (p jsonProtocol) refuse(problem *Problem) answer {
	return jsonAnswer(problem.Status, "application/x-amz-json-"+p.version, map[string]any{"__type": problem.Code, "message": problem.Message})
}

func jsonAnswer(status int, contentType string, body map[string]any) answer {
	if body == nil {
		body = map[string]any{}
	}
	text, err := json.Marshal(body)
	if err != nil {
		panic("awstest: an answer that is no JSON: " + err.Error())
	}
	return answer{status, http.Header{"Content-Type": {contentType}}, text}
}

// restProtocol is that of EventBridge Scheduler.
type restProtocol struct{}

// route is the operation of a request to Scheduler; empty: it is none.
func route(r *http.Request) string {
	top, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	return map[string]string{
		"POST schedules 1":         "CreateSchedule",
		"PUT schedules 1":          "UpdateSchedule",
		"GET schedules 1":          "GetSchedule",
		"DELETE schedules 1":       "DeleteSchedule",
		"GET schedules 0":          "ListSchedules",
		"POST schedule-groups 1":   "CreateScheduleGroup",
		"GET schedule-groups 1":    "GetScheduleGroup",
		"DELETE schedule-groups 1": "DeleteScheduleGroup",
		"GET schedule-groups 0":    "ListScheduleGroups",
		"GET tags 1":               "ListTagsForResource",
		"POST tags 1":              "TagResource",
		"DELETE tags 1":            "UntagResource",
	}[r.Method+" "+top+" "+strconv.Itoa(min(1, len(rest)))]
}

func (restProtocol) read(r *http.Request, body []byte) (Call, error) {
	c := Call{Service: "scheduler", Name: route(r), Params: map[string]any{}}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &c.Params); err != nil {
			return c, err
		}
	}
	top, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	label, err := url.PathUnescape(rest)
	if err != nil {
		return c, err
	}
	switch {
	case label == "":
	case top == "tags":
		c.Params["ResourceArn"] = label
	default:
		c.Params["Name"] = label
	}
	query := r.URL.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		switch name {
		case "groupName", "ScheduleGroup":
			c.Params["GroupName"] = query.Get(name)
		case "TagKeys":
			var keys []any
			for _, key := range query[name] {
				keys = append(keys, key)
			}
			c.Params[name] = keys
		default:
			c.Params[name] = query.Get(name)
		}
	}
	return c, nil
}

func (restProtocol) reply(_ Call, result map[string]any) answer {
	return jsonAnswer(http.StatusOK, "application/json", result)
}

func (restProtocol) refuse(p *Problem) answer {
	a := jsonAnswer(p.Status, "application/json", map[string]any{"Message": p.Message})
	a.header.Set("X-Amzn-ErrorType", p.Code)
	return a
}

// queryProtocol is that of IAM and STS: forms, answered in XML.
type queryProtocol struct{ service, namespace string }

func (q queryProtocol) read(_ *http.Request, body []byte) (Call, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return Call{}, err
	}
	c := Call{Service: q.service, Name: form.Get("Action"), Params: map[string]any{}}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if name != "Action" && name != "Version" {
			set(c.Params, strings.Split(name, "."), form.Get(name))
		}
	}
	return c, nil
}

// set puts a value where a path leads: "Tags.member.1.Key".
func set(into map[string]any, path []string, value string) {
	name := path[0]
	if len(path) < 3 || path[1] != "member" {
		into[strings.Join(path, ".")] = value
		return
	}
	list, _ := into[name].([]any)
	i, err := strconv.Atoi(path[2])
	if err != nil || i < 1 || i > 1000 {
		return // what is no list is not ours to understand
	}
	for len(list) < i {
		list = append(list, map[string]any{})
	}
	into[name] = list
	if len(path) == 3 {
		list[i-1] = value
	} else if item, ok := list[i-1].(map[string]any); ok {
		set(item, path[3:], value)
	}
}

func (q queryProtocol) reply(c Call, result map[string]any) answer {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<%sResponse xmlns=%q><%sResult>", c.Name, q.namespace, c.Name)
	element(&b, result)
	fmt.Fprintf(&b, "</%sResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></%sResponse>", c.Name, c.Name)
	return answer{http.StatusOK, http.Header{"Content-Type": {"text/xml"}}, b.Bytes()}
}

func (q queryProtocol) refuse(p *Problem) answer {
	fault := "Sender"
	if p.Status >= http.StatusInternalServerError {
		fault = "Receiver"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "<ErrorResponse xmlns=%q><Error>", q.namespace)
	element(&b, map[string]any{"Type": fault, "Code": p.Code, "Message": p.Message})
	b.WriteString("</Error><RequestId>1</RequestId></ErrorResponse>")
	return answer{p.Status, http.Header{"Content-Type": {"text/xml"}}, b.Bytes()}
}

// element writes the members of a value as elements.
func element(b *bytes.Buffer, value any) {
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			b.WriteString("<" + name + ">")
			element(b, v[name])
			b.WriteString("</" + name + ">")
		}
	case []any:
		for _, item := range v {
			b.WriteString("<member>")
			element(b, item)
			b.WriteString("</member>")
		}
	default:
		xml.EscapeText(b, fmt.Append(nil, v)) //nolint:errcheck // a buffer takes all
	}
}
