/**
 * X12 data elements: number, type, shortest/longest text in 004010 (`>` from 005010), what it is.
 * Types (X12.6): AN text, ID code, DT date, TM time, R decimal, Nn whole number with n implied decimals.
 */
export const x12Elements = `
2 N0 1/6 number of accepted sets
3 AN 1/60 free form message
16 ID 1/1 charge method of payment
19 AN 2/30 city name
22 AN 1/30 commodity
23 ID 1/1 commodity qualifier
24 AN 4/4 equipment type
26 AN 2/3 country code
28 N0 1/9 group control number
31 AN 1/22 adjustment number
32 DT 8/8 delivery date
33 ID 1/1 lading exception
34 N1 1/4 service standard
39 ID 1/1 entitlement
40 ID 2/2 equipment description
46 AN 4/4 ex parte
54 ID 2/2 risk of loss
56 ID 2/2 type of service
58 N2 1/12>1/15 amount charged
59 AN 2/5 freight class
60 R 1/9 freight rate
61 AN 1/30 free form message
65 R 1/8 height
66 ID 1/2 id code qualifier
67 AN 2/80 id code
71 N0 1/3 inquiry request number
74 N2 2/12 declared value
76 AN 1/22 invoice number
79 AN 1/50 lading description
80 N0 1/7 lading quantity
81 R 1/10 weight
82 R 1/8 length
86 N0 1/3 total equipment
87 AN 1/48 marks and numbers
88 ID 1/2 marks and numbers qualifier
91 ID 1/2 transport method type
92 ID 2/2 order type
93 AN 1/60 name
96 N0 1/10 number of included segments
97 N0 1/6 number of sets included
98 ID 2/3 entity code
100 AN 3/3 currency
102 ID 1/1 ownership
103 AN 3/5 packaging
107 ID 1/2 payment method type
108 ID 1/2 pickup or delivery
110 ID 1/2 application acknowledgement
116 AN 3/15 postal code
117 N2 1/9>1/15 prepaid amount
118 R 1/9 rate
119 AN 1/6 rate basis number
120 AN 3/9 rate combination point
121 ID 1/3 rate class
122 ID 2/2 rate value qualifier
123 N0 1/6 number of received sets
124 AN 2/15 receiver code
127 AN 1/30>1/50 reference id
128 ID 2/3 reference id qualifier
133 ID 1/2 routing sequence
140 AN 2/4 standard carrier alpha
142 AN 2/15 sender code
143 ID 3/3 set id
145 AN 1/30 shipment id number
146 ID 2/2 shipment method of payment
147 ID 1/1 shipment qualifier
148 R 2/9 lading value
150 ID 3/3 special charge or allowance
152 ID 2/3 special handling
153 AN 2/30 special handling description
154 AN 6/9 standard point location
156 AN 2/2 state or province
163 ID 2/2 stop reason
165 N0 1/3 stop sequence number
166 AN 1/55 address information
167 N0 3/8 tare weight
168 AN 1/4 tariff agency
169 AN 1/16 tariff item number
170 N0 1/2 tariff item part
171 AN 1/7 tariff number
172 AN 1/2 tariff section
173 AN 1/4 tariff supplement id
176 ID 1/2 time qualifier
181 ID 2/2 quantity or status adjustment reason
183 R 1/8 volume
184 ID 1/1 volume unit qualifier
187 ID 1/2 weight qualifier
188 ID 1/1 weight unit
189 R 1/8 width
190 ID 1/1 accomplish
191 N2 1/9 advances
193 N2 1/12 net amount due
202 ID 2/2 correction indicator
205 N0 1/6 dunnage
206 AN 1/4 equipment initial
207 AN 1/10>1/15 equipment number
208 ID 1/1 hazardous material qualifier
209 AN 1/4 hazardous material class
211 ID 2/3>3/3 packaging form
212 R 1/17 unit price
213 N0 1/3 lading line item number
219 AN 1/3 position
220 R 1/11 billed rated as quantity
221 ID 2/2 billed rated as qualifier
225 AN 2/15 seal number
227 AN 1/2 tariff column
232 N0 2/6 weight allowance
234 AN 1/48 product id
235 ID 2/2 product id qualifier
236 ID 3/3 price id
241 ID 1/4 protective service
242 ID 1/7 vent instruction
248 ID 1/1 allowance or charge indicator
257 ID 1/1 tariff application
272 ID 1/1 hazardous certification
273 AN 1/25 hazardous certification declaration
276 AN 2/25 special charge description
280 R 4/10 exchange rate
284 ID 2/2 service level
285 AN 1/22 depositor order number
286 ID 2/2 product service condition
289 N0 1/2 multiple price quantity
293 ID 2/2 promotion condition qualifier
294 N0 1/5 tariff distance
295 ID 1/1 distance qualifier
301 AN 1/4 car type
305 ID 1/2 transaction handling
306 ID 1/2 action
309 ID 1/2 location qualifier
310 AN 1/30 location id
319 AN 3/6 temperature control
324 AN 1/22 PO number
325 AN 1/20 tax id number
326 AN 1/45 request reference number
327 AN 1/8 change order sequence number
328 AN 1/30 release number
329 AN 4/9 set control number
331 ID 2/2 allowance or charge method of handling
332 R 1/6 percent decimal format
333 ID 1/2 terms basis date
334 ID 2/2 transport terms qualifier
335 ID 3/3 transport terms
336 ID 2/2 terms type
337 TM 4/8 time
338 R 1/6 terms discount percent
341 AN 1/16 allowance or charge number
342 R 1/5 percent of invoice payable
344 ID 2/2 unit of time periodor interval
345 ID 2/2 lead time
346 ID 2/2 application type
347 R 1/10 hash total
349 ID 1/1 item description type
350 AN 1/20 assigned id
351 N0 1/3 terms discount days due
352 AN 1/80 description
353 ID 2/2 purpose code
354 N0 1/6 number of line items
355 ID 2/2 unit of measure
356 N0 1/6 pack
357 R 1/8 size
358 R 1/10>1/15 quantity invoiced
359 R 1/15 allowance or charge rate
360 N2 1/15 allowance or charge total amount
362 N2 1/10 terms discount amount
363 ID 3/3 note reference
364 AN 1/80>1/256 communication number
365 ID 2/2 communication number qualifier
366 ID 2/2 contact function
367 AN 1/30 contract number
368 ID 2/2 shipment order status
369 AN 1/45 freeform description
370 DT 8/8 terms discount due date
371 ID 2/2 change reason
372 ID 1/1 lading liability
373 DT 8/8 date
374 ID 3/3 date qualifier
375 ID 2/2 tariff service
378 ID 1/1 allowance charge percent qualifier
380 R 1/15 quantity
382 R 1/10 number of units shipped
383 R 1/9 quantity difference
384 R 1/9 gross weight per pack
385 R 1/9 gross volume per pack
386 N0 1/3 terms net days
387 AN 1/35 routing
388 DT 8/8 terms deferred due date
389 N2 1/10 deferred amount due
394 AN 1/12 warehouse receipt number
395 R 1/8 unit weight
396 AN 2/30 shipment id
397 AN 1/10 color
398 R 1/10 order sizing factor
399 ID 1/1 pallet exchange
400 ID 2/2 unit load option
406 N0 1/3 quantity of pallets shipped
407 ID 2/2 seal status
408 R 1/4 temperature
412 ID 2/2 receiving condition
413 R 1/7 quantity received
414 N0 1/7 lading quantity received
416 N0 6/6 pallet blockand tiers
417 AN 1/3 price bracket id
422 ID 2/2 promotion condition
424 AN 1/22 vendor order number
426 ID 2/2 adjustment reason
427 R 1/15 unit price difference
432 ID 2/2 date qualifier
433 ID 2/2 FOB point
434 AN 1/30 FOB point
438 AN 12/12 upccase
441 ID 1/1 tax exempt
443 AN 1/20 contact inquiry reference
446 DT 8/8 terms net due date
447 AN 1/6>1/4 loop id
451 AN 1/12 warehouse lot number
452 R 1/9 quantity damaged on hold
456 ID 2/2 temperature probe location
458 AN 2/25 dunnage description
460 ID 1/1 shipment weight
466 N0 1/2 total stopoffs
455 ID 1/2 responsible agency
472 N0 6/6 link sequence number
473 ID 1/1 order status
474 AN 1/22 master reference link number
475 AN 1/22 credit debit adjustment number
477 R 1/10 credit debit quantity
478 ID 1/1 credit debit flag
479 ID 2/2 functional id
480 AN 1/12 version
481 ID 1/2 trace type
482 ID 2/2 payment action
499 AN 1/10 condition value
501 ID 2/2 customs documentation handling
506 ID 2/2 dfiid number qualifier
507 AN 3/12 dfi id number
508 AN 1/35 account number
509 AN 10/10 originating company id
510 AN 9/9 originating company supplemental
514 ID 1/1 reporting
522 ID 1/3 amount qualifier
529 ID 1/2 inventory transaction type
531 AN 1/12 agent shipment ID number
553 AN 1/4 authorization id
554 N0 1/6 assigned number
558 ID 1/1 reservation action
559 ID 2/2 agency qualifier
560 ID 2/10 special services
561 AN 1/45 service marksand number s
563 ID 1/2 sales requirement
566 ID 1/2 product service substitution
567 N0 4/5 equipment length
569 ID 1/3 account number qualifier
571 ID 1/1 tare qualifier
587 ID 2/2 acknowledgement type
591 ID 3/3 payment method
594 ID 1/1 frequency
595 ID 1/1 compartment ID
598 AN 1/12>1/25 bill of lading waybill number
604 ID 1/1 consolidation
609 N0 1/9 count
610 N2 1/15 amount
614 AN 1/10 store number
618 ID 1/3 implementation set syntax error
619 AN 2/3 zone
620 ID 1/3 implementation segment syntax error
621 ID 1/3 implementation data element syntax error
622 N0 1/5 number of loads
623 ID 2/2 time
625 ID 1/1 codmethodof payment
628 AN 1/12 hierarchical ID number
639 ID 2/2 basis of unit price
640 ID 2/2 transaction type
641 ID 3/3 status reason
646 R 1/15 quantity shipped to date
647 ID 1/3 application error condition
648 ID 3/3 price multiplier qualifier
649 R 1/10 multiplier
662 ID 1/1 relationship
663 R 1/9 quantity units receivedor accepted
664 R 1/9 quantity units returned
667 R 1/9 quantity in question
668 ID 2/2 line item status
669 ID 3/3 currency market exchange
670 ID 2/2 change or response type
671 R 1/9 quantity left to receive
672 ID 2/2 resource authorization
673 ID 2/2 quantity qualifier
675 ID 2/2 schedule type qualifier
676 ID 1/1 schedule quantity qualifier
678 ID 1/2 ship deliveryor calendar pattern
679 ID 1/1 ship delivery pattern time
680 ID 1/1 forecast qualifier
681 ID 1/1 timing qualifier
682 ID 1/2 part release status
683 ID 2/2 catalog purpose
684 AN 1/15 catalog number
685 AN 1/15 catalog version number
686 AN 1/6 catalog revision number
687 ID 2/2 class of trade
706 ID 2/2 entity relationship
715 ID 1/1 functional group acknowledge
716 ID 1/3 functional group syntax error
717 ID 1/1 set acknowledgement
718 ID 1/3 set syntax error
719 N0 1/6>1/10 segment position in set
720 ID 1/3 segment syntax error
721 AN 2/3 segment ID
723 ID 1/3 data element syntax error
724 AN 1/99 copy of bad data element
725 N0 1/4 data element reference number
728 ID 1/2 returnable container load make up
731 ID 2/2 transit direction
732 ID 2/2 transit time direction qualifier
733 R 1/4 transit time
734 AN 1/12 hierarchical parent ID number
735 ID 1/2 hierarchical level
736 ID 1/1 hierarchical child
737 ID 2/2 measurement reference ID
738 ID 1/3 measurement qualifier
739 R 1/20 measurement value
740 R 1/20 range minimum
741 R 1/20 range maximum
750 ID 2/3 product process characteristic
751 AN 1/12 product description
752 ID 2/2 surface layer position
753 ID 1/5 packaging characteristic
754 AN 1/7 packaging description
755 ID 2/2 report type
756 ID 1/2 report transmission
757 N0 1/2 report copies needed
761 N0 1/1 equipment number check digit
765 N0 1/2 day of month
770 AN 1/20 option number
782 R 1/18 money amount
783 ID 2/2 planning schedule type
786 ID 2/2 security level
810 N0 1/6 inner pack
812 ID 1/10 payment format
817 AN 1/30 tax information id number
819 AN 2/3 language
822 AN 1/15 source subqualifier
828 R 1/9 dollar basis for percent
844 ID 2/2 inbound condition hold
846 ID 2/2 contract status
847 ID 1/2 order item
848 ID 1/2 product date
849 ID 1/2 location
850 ID 1/2 status report
853 ID 2/2 damage reason
859 ID 2/2 activity code
875 ID 3/3 maintenance type
883 ID 1/2 pallet type
884 N0 1/3 pallet tiers
885 N0 1/3 pallet blocks
889 ID 1/1 followup action
890 ID 2/2 carrier route change reason
891 ID 2/2 shipping date change reason
892 ID 2/2 line item change reason
893 ID 1/1 warehouse detail adjustment id
931 N0 1/3 page width
932 N0 1/3 page length lines
933 AN 1/264 free form message text
934 ID 2/2 printer carriage control
935 ID 2/2 measurement significance
936 ID 2/2 measurement attribute
937 ID 2/2 test administration method
938 ID 2/2 test medium
954 R 1/10 percent as decimal
955 ID 2/2 tax jurisdiction qualifier
956 AN 1/10 tax jurisdiction
961 AN 1/99 data element new content
962 ID 1/1 receiving advice or acceptance certificate type
963 ID 2/2 tax type
1004 ID 1/2 percent qualifier
1005 ID 4/4 hierarchical structure
1019 ID 3/3 invoice type
1029 ID 1/2 claim status
1035 AN 1/35>1/60 name last or organization name
1036 AN 1/25>1/35 name first
1037 AN 1/25 name middle
1038 AN 1/10 name prefix
1039 AN 1/10 name suffix
1048 ID 1/3 business function
1049 AN 1/5 tax payment type
1050 AN 1/6 taxpayer verification
1051 N2 1/10 tax amount
1065 ID 1/1 entity type qualifier
1073 ID 1/1 y/n
1079 ID 1/1 contact method
1161 ID 1/2 product option
1166 ID 2/2 contract type
1172 ID 1/3 claim response reason
1179 ID 1/1 customs entry type group
1225 AN 3/3 disposition
1226 AN 1/4 repair action
1227 AN 1/3 repair complexity
1228 AN 1/3 causal part condition
1229 AN 3/6 complaint
1230 ID 2/4 type of product service
1231 AN 2/3 operation environment
1232 ID 2/2 purchase category
1233 AN 1/4 service classification
1234 AN 1/2 severity condition
1250 ID 2/3 date time period format qualifier
1251 AN 1/35 date time period
1270 ID 1/3 list qualifier
1271 AN 1/30 industry
1280 ID 1/1 direction id
1292 ID 2/2 returns disposition
1293 ID 2/2 return request reason
1294 ID 2/2 return response reason
1300 ID 4/4 service promotion allowance or charge
1301 AN 1/10 agency service promotion allowance or charge
1373 ID 2/4 measurement method or device
1470 N0 1/9 number
1525 ID 1/2 request category
1551 AN 1/4096 textual data
1609 ID 2/3 related data id
1650 ID 2/2 shipment status
1651 ID 2/2 shipment status or appointment reason
1652 ID 2/2 shipment appointment status
1654 AN 7/7 longitude
1655 AN 7/7 latitude
1658 ID 3/3 shipment or work assignment decline reason
1699 ID 1/1 pallet structure
1705 AN 1/35 implementation convention reference
1715 AN 1/3 country subdivision
`;
