"""Reads a report on stdin as build servers do: elements, attributes and counts as JUnit's schema has them."""
import sys
from xml.etree import ElementTree

ATTRIBUTES = {
    "testsuites": {"tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testcase": {"classname", "name", "time"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message"},
}
CHILDREN = {"testsuites": {"testsuite"}, "testsuite": {"testcase"}, "testcase": {"failure", "error", "skipped"}}

root = ElementTree.fromstring(sys.stdin.buffer.read())
assert root.tag == "testsuites", root.tag
for element in root.iter():
    assert set(element.attrib) == ATTRIBUTES[element.tag], (element.tag, element.attrib)
    allowed = CHILDREN.get(element.tag, set())
    assert all(child.tag in allowed for child in element), element.tag
for case in root.iter("testcase"):
    assert len(case) <= 1, case.attrib
[suite] = root
for attribute, tag in [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]:
    found = len(list(suite.iter(tag)))
    assert suite.attrib[attribute] == str(found), (attribute, suite.attrib, found)
print(f"junit: {suite.attrib}")
