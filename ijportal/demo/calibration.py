"""Published figures the demo country is scaled on, and the shapes that have no published figure."""

# data/ij/chiffres_publies.csv
MEAN_DAYS = 34.0
LONG_DAYS = 180
LONG_SHARE = 0.07
LEAVES_PER_PATIENT = 1.4
# 35.7 € in 2023, one year of price growth later: the département amounts are those of 2024.
EUROS_PER_DAY = 37.1
AMOUNT_YEAR = "2024"
DAILY_RATE_BY_AGE = (27.0, 34.0, 37.0, 37.0, 37.0, 37.0, 37.0)

# Alpes-Maritimes, generalists of 2014: the head counts below are for it, and give the nation the
# 52 291 generalists published for 2021.
REFERENCE_GENERALISTS = 1_506
# specialty: doctors, median list, log sd of the list, leaves per patient against a generalist's
SPECIALTIES = {
    "MG": (1150, 927.0, 0.573, 1.0),
    "PSY": (130, 420.0, 0.5, 2.0),
    "CHIR": (140, 800.0, 0.5, 1.1),
    "RHUM": (24, 700.0, 0.5, 0.6),
    "CARD": (20, 900.0, 0.5, 0.3),
    "NEUR": (16, 600.0, 0.5, 0.4),
}
SPECIALTY_NAMES = tuple(SPECIALTIES)

# Between ordinary prescribers; no figure is published: `make_demo_data --spread` changes it.
ORDINARY_LOG_SD = 0.25
# Patients of a list with no act over the twelve months: they are not in the file of the window.
UNSEEN_SHARE = 0.03

# Age bands: 16–24 25–34 35–44 45–54 55–59 60–64 65–70.
BAND_FIRST_AGE = (16, 25, 35, 45, 55, 60, 65)
BAND_WIDTH = (9, 10, 10, 10, 5, 5, 6)
AGE_SHARES = (0.14, 0.18, 0.19, 0.20, 0.10, 0.10, 0.09)
WOMEN_SHARE = 0.54
ALD_BY_AGE = (0.02, 0.035, 0.06, 0.11, 0.17, 0.23, 0.30)
CANCER_SHARE_OF_ALD = 0.14
C2S_BY_QUINTILE = (0.12, 0.05, 0.08, 0.11, 0.16, 0.25)
C2S_BY_AGE = (1.4, 1.1, 1.1, 1.0, 0.9, 0.8, 0.6)
UNKNOWN_IRIS_SHARE = 0.008

# Leaves a year by stratum, relative: C2S lowers the expected count, deprivation raises it.
RATE_BY_AGE = (0.95, 1.2, 1.15, 1.05, 1.0, 0.8, 0.25)
RATE_BY_SEX = (0.9, 1.1)
RATE_BY_ALD = (1.0, 1.6, 2.6)
RATE_BY_C2S = (1.0, 0.55)
RATE_BY_QUINTILE = (1.0, 0.82, 0.91, 1.0, 1.10, 1.24)
LONG_BY_AGE = (0.3, 0.5, 0.9, 1.3, 1.9, 2.5, 2.5)
LONG_BY_ALD = (1.0, 1.8, 2.6)
LONG_BY_SPECIALTY = (1.0, 2.0, 0.6, 1.4, 1.0, 1.2)

MONTH_WEIGHTS = (1.18, 1.12, 1.06, 0.97, 0.93, 0.96, 0.88, 0.74, 1.02, 1.06, 1.07, 1.01)
WEEKDAY_WEIGHTS = (1.9, 1.3, 1.15, 1.1, 1.0, 0.35, 0.2)

# Share of a month received so far: the month before last, then the last one.
RECEIVED_SHARES = (0.82, 0.54)
