/**
 * Attributes of the RFCs: number, name, kind, flags. Sources: RFC 2865, 2866, 2867, 2868, 2869, 3162, 3576, 4372, 4675,
 * 4818, 4849, 5176, 5580, 6911 and the IANA registry of RADIUS types.
 */
export const STANDARD_ATTRIBUTES = `
1 User-Name text
2 User-Password text user-password
3 CHAP-Password octets
4 NAS-IP-Address ipv4
5 NAS-Port integer
6 Service-Type integer
7 Framed-Protocol integer
8 Framed-IP-Address ipv4
9 Framed-IP-Netmask ipv4
10 Framed-Routing integer
11 Filter-Id text
12 Framed-MTU integer
13 Framed-Compression integer
14 Login-IP-Host ipv4
15 Login-Service integer
16 Login-TCP-Port integer
18 Reply-Message text
19 Callback-Number text
20 Callback-Id text
22 Framed-Route text
23 Framed-IPX-Network ipv4
24 State octets
25 Class octets
26 Vendor-Specific octets
27 Session-Timeout integer
28 Idle-Timeout integer
29 Termination-Action integer
30 Called-Station-Id text
31 Calling-Station-Id text
32 NAS-Identifier text
33 Proxy-State octets
34 Login-LAT-Service text
35 Login-LAT-Node text
36 Login-LAT-Group octets
37 Framed-AppleTalk-Link integer
38 Framed-AppleTalk-Network integer
39 Framed-AppleTalk-Zone text
40 Acct-Status-Type integer
41 Acct-Delay-Time integer
42 Acct-Input-Octets integer
43 Acct-Output-Octets integer
44 Acct-Session-Id text
45 Acct-Authentic integer
46 Acct-Session-Time integer
47 Acct-Input-Packets integer
48 Acct-Output-Packets integer
49 Acct-Terminate-Cause integer
50 Acct-Multi-Session-Id text
51 Acct-Link-Count integer
52 Acct-Input-Gigawords integer
53 Acct-Output-Gigawords integer
55 Event-Timestamp date
56 Egress-VLANID integer
57 Ingress-Filters integer
58 Egress-VLAN-Name text
59 User-Priority-Table octets
60 CHAP-Challenge octets
61 NAS-Port-Type integer
62 Port-Limit integer
63 Login-LAT-Port text
64 Tunnel-Type integer tag
65 Tunnel-Medium-Type integer tag
66 Tunnel-Client-Endpoint text tag
67 Tunnel-Server-Endpoint text tag
68 Acct-Tunnel-Connection text
69 Tunnel-Password text tag salted
70 ARAP-Password octets
71 ARAP-Features octets
72 ARAP-Zone-Access integer
73 ARAP-Security integer
74 ARAP-Security-Data text
75 Password-Retry integer
76 Prompt integer
77 Connect-Info text
78 Configuration-Token text
79 EAP-Message octets
80 Message-Authenticator octets
81 Tunnel-Private-Group-Id text tag
82 Tunnel-Assignment-Id text tag
83 Tunnel-Preference integer tag
84 ARAP-Challenge-Response octets
85 Acct-Interim-Interval integer
86 Acct-Tunnel-Packets-Lost integer
87 NAS-Port-Id text
88 Framed-Pool text
89 Chargeable-User-Identity octets
90 Tunnel-Client-Auth-Id text tag
91 Tunnel-Server-Auth-Id text tag
92 NAS-Filter-Rule text
94 Originating-Line-Info octets
95 NAS-IPv6-Address ipv6
96 Framed-Interface-Id ifid
97 Framed-IPv6-Prefix ipv6prefix
98 Login-IPv6-Host ipv6
99 Framed-IPv6-Route text
100 Framed-IPv6-Pool text
101 Error-Cause integer
102 EAP-Key-Name octets
123 Delegated-IPv6-Prefix ipv6prefix
126 Operator-Name text
168 Framed-IPv6-Address ipv6
169 DNS-Server-IPv6-Address ipv6
171 Delegated-IPv6-Prefix-Pool text
172 Stateful-IPv6-Address-Pool text
`;

/** Named values of the attributes above: attribute, then pairs of name and number. */
export const STANDARD_VALUES = `
Service-Type Login-User=1 Framed-User=2 Callback-Login-User=3 Callback-Framed-User=4 Outbound-User=5 Administrative-User=6
Service-Type NAS-Prompt-User=7 Authenticate-Only=8 Callback-NAS-Prompt=9 Call-Check=10 Callback-Administrative=11 Authorize-Only=17
Framed-Protocol PPP=1 SLIP=2 ARAP=3 Gandalf-SLML=4 Xylogics-IPX-SLIP=5 X.75-Synchronous=6
Framed-Routing None=0 Broadcast=1 Listen=2 Broadcast-Listen=3
Framed-Compression None=0 Van-Jacobson-TCP-IP=1 IPX-Header-Compression=2 Stac-LZS=3
Login-Service Telnet=0 Rlogin=1 TCP-Clear=2 PortMaster=3 LAT=4 X25-PAD=5 X25-T3POS=6 TCP-Clear-Quiet=8
Termination-Action Default=0 RADIUS-Request=1
Acct-Status-Type Start=1 Stop=2 Interim-Update=3 Accounting-On=7 Accounting-Off=8 Tunnel-Start=9 Tunnel-Stop=10
Acct-Status-Type Tunnel-Reject=11 Tunnel-Link-Start=12 Tunnel-Link-Stop=13 Tunnel-Link-Reject=14 Failed=15
Acct-Authentic RADIUS=1 Local=2 Remote=3 Diameter=4
Acct-Terminate-Cause User-Request=1 Lost-Carrier=2 Lost-Service=3 Idle-Timeout=4 Session-Timeout=5 Admin-Reset=6
Acct-Terminate-Cause Admin-Reboot=7 Port-Error=8 NAS-Error=9 NAS-Request=10 NAS-Reboot=11 Port-Unneeded=12
Acct-Terminate-Cause Port-Preempted=13 Port-Suspended=14 Service-Unavailable=15 Callback=16 User-Error=17 Host-Request=18
NAS-Port-Type Async=0 Sync=1 ISDN=2 ISDN-V120=3 ISDN-V110=4 Virtual=5 PIAFS=6 HDLC-Clear-Channel=7 X.25=8 X.75=9
NAS-Port-Type G.3-Fax=10 SDSL=11 ADSL-CAP=12 ADSL-DMT=13 IDSL=14 Ethernet=15 xDSL=16 Cable=17 Wireless-Other=18 Wireless-802.11=19
Tunnel-Type PPTP=1 L2F=2 L2TP=3 ATMP=4 VTP=5 AH=6 IP=7 MIN-IP=8 ESP=9 GRE=10 DVS=11 IP-in-IP=12 VLAN=13
Tunnel-Medium-Type IPv4=1 IPv6=2 NSAP=3 HDLC=4 BBN-1822=5 IEEE-802=6 E.163=7 E.164=8 F.69=9 X.121=10 IPX=11 Appletalk=12
Prompt No-Echo=0 Echo=1
Error-Cause Residual-Context-Removed=201 Invalid-EAP-Packet=202 Unsupported-Attribute=401 Missing-Attribute=402
Error-Cause NAS-Identification-Mismatch=403 Invalid-Request=404 Unsupported-Service=405 Unsupported-Extension=406
Error-Cause Invalid-Attribute-Value=407 Administratively-Prohibited=501 Proxy-Request-Not-Routable=502
Error-Cause Session-Context-Not-Found=503 Session-Context-Not-Removable=504 Proxy-Processing-Error=505
Error-Cause Resources-Unavailable=506 Request-Initiated=507
`;
