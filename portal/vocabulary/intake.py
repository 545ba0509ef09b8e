"""How youths come into the register besides handovers from schools, and how they move on."""

from portal.vocabulary.word import N_, Word


class IntakeField(Word):
    """What a column of a file to the register may say."""

    NUMBER = "number", N_("Personnummer eller samordningsnummer")
    BIRTH_DATE = "birth_date", N_("Födelsedatum")
    GIVEN_NAME = "given_name", N_("Förnamn")
    FAMILY_NAME = "family_name", N_("Efternamn")
    PROTECTION = "protection", N_("Skyddade personuppgifter")
    ADDRESS = "address", N_("Gatuadress")
    POSTAL_CODE = "postal_code", N_("Postnummer")
    TOWN = "town", N_("Postort")
    PHONE = "phone", N_("Telefon")
    EMAIL = "email", N_("E-post")
    REASON = "reason", N_("Orsak till inskrivning")
    SCHOOL = "school", N_("Skola")
    PROGRAMME = "programme", N_("Program")
    ENDED_ON = "ended_on", N_("Dag då studierna slutade")
    SCHOOL_STAGE = "school_stage", N_("Skolform")


class FileUse(Word):
    """What a file to the register is for."""

    DATABASE = "database", N_("Ungdomar från den regionala elevdatabasen")
    ENROLMENT = "enrolment", N_("Lista över inskrivna elever, att stämma av mot")


class RowStanding(Word):
    """What a row of a file means to the register."""

    NEW = "new", N_("Ny")
    IN_QUEUE = "in_queue", N_("Ny, och har ett öppet ärende")
    KNOWN = "known", N_("Redan känd")
    CLOSED = "closed", N_("Avslutad tidigare")
    TOO_OLD = "too_old", N_("Har fyllt 20")
    FAULTY = "faulty", N_("Går inte att läsa in")


LOADED_STANDINGS = frozenset({RowStanding.NEW, RowStanding.IN_QUEUE})
"""Rows that become entries; the others are left as they are."""


class RowFault(Word):
    """Why a row of a file cannot be read into the register."""

    BAD_NUMBER = "bad_number", N_("Personnumret stämmer inte")
    NO_NUMBER = "no_number", N_("Personnumret saknas")
    NO_NAME = "no_name", N_("Namnet saknas")
    NO_BIRTH_DATE = "no_birth_date", N_("Födelsedatumet saknas, och numret säger det inte")
    BAD_DAY = "bad_day", N_("En dag går inte att läsa")
    BAD_REASON = "bad_reason", N_("Orsaken går inte att förstå")
    BAD_CHARACTERS = "bad_characters", N_("Texten är för lång eller har tecken som inte syns")
    FORMULA = "formula", N_("En cell är en formel")
    CELLS = "cells", N_("Raden har inte lika många celler som rubriker")
    TWICE = "twice", N_("Samma person står på en tidigare rad")


class Reconciled(Word):
    """What the reconciliation in September says of a youth who came in during the summer."""

    STARTED = "started", N_("Avsluta: inskriven på en gymnasieskola")
    STILL_AT_SCHOOL = "still_at_school", N_("Avsluta: går kvar i sin skola")
    ASK_SCHOOL = "ask_school", N_("Fråga den skola som ungdomen lämnade om avbrottet")
    ASK_MUNICIPALITY = "ask_municipality", N_("Fråga den förra kommunen vad den vet")
    NOT_ON_LIST = "not_on_list", N_("Bekräfta: finns inte på listan, hör till KAA")
    STILL_WITHOUT = "still_without", N_("Bekräfta: saknar fortfarande känd sysselsättning")


CLOSES = frozenset({Reconciled.STARTED, Reconciled.STILL_AT_SCHOOL})
ASKS = frozenset({Reconciled.ASK_SCHOOL, Reconciled.ASK_MUNICIPALITY})
"""The others confirm: the youth belongs to KAA, and the work goes on."""


class ReturnReason(Word):
    """Why a municipality does not take over a youth who has moved; coded, no free text."""

    NOT_HERE = "not_here", N_("Ungdomen är inte folkbokförd hos oss")
    AGE_20 = "age_20", N_("Ungdomen har fyllt 20")
    HAS_EXAMEN = "has_examen", N_("Ungdomen har examen")
    IN_STUDIES = "in_studies", N_("Ungdomen går i gymnasieskolan")
